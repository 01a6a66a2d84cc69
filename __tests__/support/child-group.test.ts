import { runGroup } from "./child-group";

const env = process.env;

test("returns what the command printed and its exit code", async () => {
  const script = "echo out; echo err >&2; exit 3";
  const ended = await runGroup("sh", ["-c", script], { env, timeoutSeconds: 60 });
  expect(ended).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
});

test("passes arguments on as they are", async () => {
  const args = ["%s|", "a b", "$HOME", "'", '"'];
  const ended = await runGroup("printf", args, { env, timeoutSeconds: 60 });
  expect(ended.stdout).toBe("a b|$HOME|'|\"|");
});

// It could not end while a process that the command started still held its output open.
test("at the time limit ends the command and its children, and shows the output so far", async () => {
  const script = "sleep 600 & echo started; wait";
  const run = runGroup("sh", ["-c", script], { env, timeoutSeconds: 1 });
  await expect(run).rejects.toThrow(/not ended after 1 s[^]*started/);
});

test("ends what the command left behind", async () => {
  const script = "sleep 600 & echo left";
  const ended = await runGroup("sh", ["-c", script], { env, timeoutSeconds: 60 });
  expect(ended).toEqual({ code: 0, stdout: "left\n", stderr: "" });
});
