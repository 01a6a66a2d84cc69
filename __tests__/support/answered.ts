/** An engine's answer, from one that answers at once. */
export function answered(answer: boolean | Promise<boolean>): boolean {
  if (typeof answer !== "boolean") throw new Error("the engine answers later");
  return answer;
}
