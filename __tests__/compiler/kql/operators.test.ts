import { answer } from "./print";

/** Rows are told as in the engine's answers; what it answers to such queries is in `recorded.test.ts`. */
const S = (...texts: readonly string[]) =>
  `datatable(s:string)[${texts.map((text) => JSON.stringify(text)).join()}]`;

describe("parse", () => {
  const ARN = "arn:aws:sts::111122223333:assumed-role/admin/alice@example.com";

  test("takes as little as it can between texts, and the rest at the end", () => {
    const query = `${S(ARN)} | parse s with * "sts::" account:long ":assumed-role/" role "/" session | project account, role, session`;
    expect(answer(query)).toEqual([["111122223333", "admin", "alice@example.com"]]);
  });

  test("begins at the text's start unless `*` does", () => {
    expect(answer(`${S("xid=1")} | parse s with "id=" id:int | project id`)).toEqual([["null"]]);
    expect(answer(`${S("xid=1")} | parse s with * "id=" id:int | project id`)).toEqual([["1"]]);
  });

  test("gives all columns or none", () => {
    const query = `${S("n=x t=a", "n=5 t=b")} | parse s with "n=" n:int " t=" t | project n, t`;
    expect(answer(query)).toEqual([
      ["null", ""],
      ["5", "b"],
    ]);
  });

  test("relaxed, a value that has not the type is null alone", () => {
    const query = `${S("n=x t=a")} | parse kind=relaxed s with "n=" n:int " t=" t | project n, t`;
    expect(answer(query)).toEqual([["null", "a"]]);
  });

  test("by regular expression takes as much as it can", () => {
    const query = `${S("a1b2c")} | parse kind=regex s with x @"\\d" y | project x, y`;
    expect(answer(query)).toEqual([["a1b", "c"]]);
    expect(answer(query.replace("regex s", "regex flags=U s"))).toEqual([["a", "b2c"]]);
  });

  test("a text of its own is no pattern, unless it is asked for", () => {
    expect(answer(`${S("a.b+c")} | parse s with x ".b+" y | project x, y`)).toEqual([["a", "c"]]);
  });

  test("parse-where keeps what matches", () => {
    const query = `${S("id=1", "none")} | parse-where s with "id=" id:int | project id`;
    expect(answer(query)).toEqual([["1"]]);
  });

  test("is refused where the reference leaves the answer open", () => {
    const query = `${S("id=1;more")} | parse s with "id=" id:int ";" | project id`;
    expect(() => answer(query)).toThrow("ends before the text does");
  });
});

describe("parse-kv", () => {
  const WITH = "with (pair_delimiter=';', kv_delimiter='=')";

  test("reads typed values, the first of a key that comes twice, null without one", () => {
    const query = `${S("a=1; b = x y;a=2")} | parse-kv s as (a:long, b:string, c:int) ${WITH} | project a, b, c`;
    expect(answer(query)).toEqual([["1", "x y", "null"]]);
  });

  test("a quoted value may hold delimiters", () => {
    const quoted = WITH.replace(")", `, quote='"')`);
    const query = `${S('a="1;b=2";b=3')} | parse-kv s as (a:string, b:string) ${quoted} | project a, b`;
    expect(answer(query)).toEqual([["1;b=2", "3"]]);
  });

  test("a value that ends in blanks is refused", () => {
    expect(() => answer(`${S("a=1 ;b=2")} | parse-kv s as (a:string) ${WITH}`)).toThrow("blanks");
  });
});

describe("search", () => {
  const T = 'datatable(a:string, n:long)["delete user", 5, "Deleted", 7]';

  test.each([
    ['search "delete"', ["5"]],
    ['search "delete*"', ["5", "7"]],
    ['search "*lete"', ["5"]],
    ['search "*elet*"', ["5", "7"]],
    ['search "7"', ["7"]],
    ['search a:"user" or n == 7', ["5", "7"]],
    ['search not("user")', ["7"]],
    ['search kind=case_sensitive "deleted"', []],
  ])("%s", (operator, rows) => {
    expect(answer(`${T} | ${operator} | project n`).flat()).toEqual(rows);
  });

  test("names the table first", () => {
    expect(answer(`${T} | search "user"`)).toEqual([["search_arg0", "delete user", "5"]]);
  });

  test("a star in `where` is any column, and no column where it is denied", () => {
    expect(answer(`${T} | where * has "7" | project n`).flat()).toEqual(["7"]);
    expect(answer(`${T} | where * !contains "user" | project n`).flat()).toEqual(["7"]);
  });
});

describe("mv-apply and mv-expand", () => {
  const T = 'datatable(k:string, d:dynamic)["x", dynamic([3,1,2]), "y", dynamic([])]';

  test("filters and aggregates the elements of each row", () => {
    expect(answer(`${T} | mv-apply e = d to typeof(long) on (where e > 1 | project e)`)).toEqual([
      ["x", "[3,1,2]", "3"],
      ["x", "[3,1,2]", "2"],
    ]);
    const top = `${T} | mv-apply e = d to typeof(long) on (top 1 by e) | project k, e`;
    expect(answer(top)).toEqual([["x", "3"]]);
  });

  test("counts the elements from 0", () => {
    const query = `${T} | mv-expand with_itemindex=i e = d | project e, i`;
    expect(answer(query)).toEqual([
      ["3", "0"],
      ["1", "1"],
      ["2", "2"],
    ]);
  });

  test("a bag becomes bags of one entry, or pairs", () => {
    const bag = "print b = dynamic({'p':1,'q':2})";
    expect(answer(`${bag} | mv-expand b`).flat()).toEqual(['{"p":1}', '{"q":2}']);
    expect(answer(`${bag} | mv-expand kind=array b`).flat()).toEqual(['["p",1]', '["q",2]']);
    expect(answer(`${bag} | mv-expand b limit 1`).flat()).toEqual(['{"p":1}']);
  });
});

describe("make-series", () => {
  const T = 'datatable(x:long, g:string)[1,"a", 2,"b", 4,"a", 9,"c"]';

  test("has a cell for each bin, the default where nothing is, and no bin at the end", () => {
    const query = `${T} | make-series n=count() default=-1 on x from 0 to 5 step 2 by g`;
    expect(answer(query)).toEqual([
      ["a", "[1,-1,1]", "[0,2,4]"],
      ["b", "[-1,1,-1]", "[0,2,4]"],
    ]);
  });

  test("0 stands where no default is told, of the aggregate's type", () => {
    const query = `${T} | make-series m=avg(x) on x from 0 to 4 step 2 | project m`;
    expect(answer(query)).toEqual([["[1.0,2.0]"]]);
  });
});

describe("top-nested and scan", () => {
  const T = 'datatable(g:string, h:string, n:long)["a","p",1, "a","q",5, "b","p",2, "c","p",9]';

  test("the first groups, and in each the first", () => {
    const query = `${T} | top-nested 2 of g by sum(n), top-nested 1 of h by max(n)`;
    expect(answer(query)).toEqual([
      ["c", "9", "p", "9"],
      ["a", "6", "q", "5"],
    ]);
  });

  test("a tie for the last place is refused", () => {
    expect(() => answer(`${T} | top-nested 2 of g by count()`)).toThrow("tie");
  });

  test("a step sees what it last made under its name, the default without", () => {
    const query = `${T} | sort by n asc | scan declare (sum:long=0) with (step s: n < 9 => sum = s.sum + n;)`;
    expect(answer(query).map((row) => row[3])).toEqual(["1", "3", "8"]);
  });
});

describe("window functions", () => {
  const T = "datatable(n:long)[2, 1]";

  test("see the rows in the order that was made", () => {
    const query = `${T} | sort by n asc | where n > 0 | extend p = prev(n), r = row_number()`;
    expect(answer(query)).toEqual([
      ["1", "null", "1"],
      ["2", "1", "2"],
    ]);
    expect(answer(`${T} | serialize | extend p = prev(n)`)).toHaveLength(2);
  });

  test("are refused where no order is vouched for, as by the engine", () => {
    expect(() => answer(`${T} | extend p = prev(n)`)).toThrow("serialize");
    const scan = "scan declare (p:long=0) with (step s: true => p = prev(n);)";
    expect(() => answer(`${T} | sort by n | ${scan}`)).toThrow("window function");
  });
});

describe("counts and ranges", () => {
  const T = "datatable(x:long)[1, 2, 3]";

  test("`count` names its column, as it is told to", () => {
    expect(answer(`${T} | count | project Count`)).toEqual([["3"]]);
    expect(answer(`${T} | count as many | project many`)).toEqual([["3"]]);
  });

  test.each([
    ["datetime(2024-01-01 23:59) between (datetime(2024-01-01) .. 1d)", "True"],
    ["datetime(2024-01-02 00:01) between (datetime(2024-01-01) .. 1d)", "False"],
    ["datetime(2024-01-02 00:01) !between (datetime(2024-01-01) .. 1d)", "True"],
    ["datetime(2024-01-02) between (datetime(2024-01-01) .. datetime(2024-01-03))", "True"],
    ["2 between (2 .. 2)", "True"],
    ["3h between (1h .. 2h)", "False"],
  ])("%s is %s", (range, holds) => {
    expect(answer(`print ${range}`)).toEqual([[holds]]);
  });

  test("what bounds the elements of each row is refused", () => {
    const query =
      "print a = dynamic([1,2]) | mv-apply e = a to typeof(long) limit 1 on (where e > 1)";
    expect(() => answer(query)).toThrow("limit");
  });
});

describe("mv-expand", () => {
  const T = 'datatable(g:string, a:dynamic)["x", dynamic([1,2,3]), "y", dynamic([4])]';

  test("gives a row for each element, no more of each row than its limit says", () => {
    expect(answer(`${T} | mv-expand a to typeof(long) | summarize sum(a) by g`)).toEqual([
      ["x", "6"],
      ["y", "4"],
    ]);
    expect(answer(`${T} | mv-expand a limit 2 | summarize count() by g`)).toEqual([
      ["x", "2"],
      ["y", "1"],
    ]);
  });

  test("reads whole numbers as reals, and refuses an element of another type", () => {
    const numbers = "print a = dynamic([1, 2.5])";
    expect(answer(`${numbers} | mv-expand a to typeof(real)`)).toEqual([["1.0"], ["2.5"]]);
    expect(() => answer(`${numbers} | mv-expand a to typeof(string)`)).toThrow("such an element");
  });
});

describe("names", () => {
  const T = "datatable(x:long)[1, 2]";

  test("a function stands for its body, with arguments by place, by name and by default", () => {
    const query =
      "let f = (a:string, b:string = 'z') { let c = strcat(a, '-'); strcat(c, b) }; print f('x'), f(b = 'y', a = f('x'))";
    expect(answer(query)).toEqual([["x-z", "x-z-y"]]);
  });

  test("a function of tables is called, named alone, and invoked", () => {
    const f = "let f = (T:(x:long), least:long) { T | where x > least };";
    expect(answer(`${f} f(${T}, 1)`)).toEqual([["2"]]);
    expect(answer(`${f} ${T} | invoke f(0) | count`)).toEqual([["2"]]);
    expect(answer(`let v = view () { ${T} }; union v, v | count`)).toEqual([["4"]]);
  });

  test("a function's body may name tables and values of its own", () => {
    const f =
      "let f = (least:long) { let own = datatable(x:long)[1, 5]; let factor = 2; own | where x > least * factor };";
    expect(answer(`${f} f(1)`)).toEqual([["5"]]);
    expect(answer(`${f} f(0) | count`)).toEqual([["2"]]);
  });

  test("`as` names what comes before, and a chart changes nothing", () => {
    expect(answer(`${T} | as A | where x == 1 | union A | count`)).toEqual([["3"]]);
    expect(answer(`${T} | render timechart`)).toHaveLength(2);
  });

  test("a union tells the source, and keeps columns of two types apart", () => {
    const other = "datatable(x:real)[0.5]";
    expect(answer(`union withsource=from (${T} | take 1), (${T} | take 1)`)).toEqual([
      ["union_arg0", "1"],
      ["union_arg1", "1"],
    ]);
    expect(answer(`${T} | take 1 | union (${other})`)).toEqual([
      ["1", "null"],
      ["null", "0.5"],
    ]);
    expect(answer(`${T} | union kind=inner (${T}) | count`)).toEqual([["4"]]);
    const wider = "datatable(x:long, y:long)[3, 4]";
    expect(() => answer(`${T} | union kind=inner (${wider})`)).toThrow("shared columns");
  });
});

describe("aggregates", () => {
  const T = 'datatable(g:string, n:long, ok:bool)["a",1,true, "b",2,false, "c",3,true]';

  test.each([
    ["dcountif(g, ok, 2)", ["2"]],
    ["make_set_if(g, ok, 1)", ['["a"]']],
    ["make_list_if(n, ok)", ["[1,3]"]],
    ["take_any(g, n)", ["a", "1"]],
    ["percentiles(n, 50, 100)", ["2", "3"]],
    ["count(g)", ["3"]],
    ["countif(ok)", ["2"]],
    ["sumif(n, ok)", ["4"]],
    ["min(n), max(n)", ["1", "3"]],
    ["arg_max(n, g)", ["3", "c"]],
    ["arg_min(n, g)", ["1", "a"]],
  ])("%s", (aggregate, row) => {
    expect(answer(`${T} | summarize ${aggregate}`)).toEqual([row]);
  });

  test("a percentile is of the values in their order, whatever the rows'", () => {
    const unsorted = "datatable(n:long)[30, 10, 20]";
    expect(answer(`${unsorted} | summarize percentile(n, 50)`)).toEqual([["20"]]);
    expect(answer(`${unsorted} | summarize percentile(n, 1), percentile(n, 99)`)).toEqual([
      ["10", "30"],
    ]);
  });

  test("of no rows at all, with and without groups", () => {
    const none = `${T} | where n > 9`;
    expect(answer(`${none} | summarize count(), dcount(g)`)).toEqual([["0", "0"]]);
    expect(answer(`${none} | summarize count() by g`)).toEqual([]);
    expect(answer(`${none} | summarize max(n), make_list(g)`)).toEqual([["null", "[]"]]);
  });
});
