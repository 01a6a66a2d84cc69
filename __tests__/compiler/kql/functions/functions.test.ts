import { answer } from "../print";

const valueOf = (expression: string) => answer(`print ${expression}`)[0]?.[0];

describe("functions of hand-written queries", () => {
  test.each([
    // Types: what is no text of a type is null, and a number of ticks is a time.
    ["gettype(toint('x'))", "int"],
    ["todatetime(10)", "0001-01-01T00:00:00.0000010Z"],
    ["todatetime('2024-02-30')", "null"],
    ["todatetime('soon')", "null"],
    ["totimespan(36000000000)", "01:00:00"],
    ["timespan(2)", "2.00:00:00"],
    ["toreal(1h)", "36000000000.0"],
    ["toint(3000000000)", "-1294967296"],
    ["toint('3000000000')", "null"],
    ["tolong(real(+inf))", "-9223372036854775808"],
    ["tolong(todouble(9223372036854775807))", "-9223372036854775808"],
    ["todouble('Inf')", "Infinity"],
    ["toint(dynamic(4294967297))", "1"],
    ["extract('n=([0-9]+)', 1, 'n=7', typeof(long))", "7"],
    ["extract('n=([0-9]+)', 1, 'none', typeof(long))", "null"],
    ["extractjson('$.a', '{\"a\":\"7\"}', typeof(int))", "7"],
    // Times.
    ["format_timespan(time('15.13:45:30'), 'd')", "15"],
    ["format_timespan(time('15.13:45:30'), 'ddd')", "015"],
    ["format_timespan(time('15.13:45:30'), 'dddd.hh')", "0015.13"],
    ["format_timespan(1d, 'dddddddd')", "00000001"],
    ["dayofweek(datetime(9999-12-31))", "null"],
    ["format_timespan(-1d - 2h, 'd.hh:mm')", "-1.02:00"],
    ["format_datetime(datetime(2005-03-04), 'y-M-d')", "5-3-4"],
    ["make_timespan(-1, 0)", "null"],
    ["unixtime_seconds_todatetime(1700000000)", "2023-11-14T22:13:20.0000000Z"],
    ["unixtime_milliseconds_todatetime(1700000000500)", "2023-11-14T22:13:20.5000000Z"],
    // Numbers.
    ["max_of(1.0, real(nan))", "NaN"],
    ["sqrt(-1.0)", "NaN"],
    ["log(-1.0)", "null"],
    ["binary_shift_left(1, 4)", "16"],
    // Conditions: numbers hold unless they are 0; what is neither makes null.
    ["tostring(array_iff(dynamic([1,0,50]), 'yes', 'no'))", '["yes","no","yes"]'],
    ["tostring(array_iif(dynamic(['x',null]), 1, 0))", "[null,null]"],
    ["tostring(array_iff(dynamic([true,true,true]), dynamic([1,2]), 0))", "[1,2,null]"],
    ["tostring(split('a_b', '_', 1))", '["b"]'],
    ["tostring(split('a_b', '_', 1)[0])", "b"],
    ["tostring(split('a_b', '_', 5)[0])", ""],
    // Text: nothing is found of the empty text.
    ["indexof('abc', '')", "null"],
    ["replace_string('abc', '', 'x')", "abc"],
    ["tostring(extract_all('(a)(b)', dynamic([2]), 'abab'))", '["b","b"]'],
    ["tostring(parse_csv('a,\"b,c\",'))", '["a","b,c",""]'],
    ["base64_decode_tostring('w6lhIQ==')", "éa!"],
    ["base64_decode_tostring('not base64')", ""],
    ["base64_encode_tostring('é')", "w6k="],
    ["url_decode('a%20b%C3%A9')", "a bé"],
    ["hash_md5('')", "d41d8cd98f00b204e9800998ecf8427e"],
    ["hash_sha256('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["tohex(255)", "ff"],
    ["tohex(-1)", "ffffffffffffffff"],
    ["tostring(to_utf8('é'))", "[233]"],
    ["make_string(dynamic([72, 105]))", "Hi"],
    // What is no code point has no text.
    ["make_string(-1)", ""],
    ["make_string(1114112)", ""],
    ["tostring(to_utf8(make_string(1114111)))", "[1114111]"],
    ["tostring(parse_url('https://h.example:8/p?x=1#f')['Query Parameters'].x)", "1"],
    ["tostring(parse_url('https://u:p@h.example/p').Host)", "h.example"],
    // Addresses: null of what is none.
    ["ipv4_is_private('172.31.0.1')", "True"],
    ["ipv4_is_private('cloudtrail.amazonaws.com')", "null"],
    ["ipv4_is_in_any_range('10.1.2.3', '192.168.0.0/16', '10.0.0.0/8')", "True"],
    ["ipv4_is_in_any_range('10.1.2.3', dynamic(['192.168.0.0/16']))", "False"],
    ["ipv4_is_in_range('10.0.0.1', '10.0.0.0/x8')", "null"],
    ["ipv4_is_in_range('10.0.0.1', '10.0.0.0/33')", "null"],
    ["ipv4_is_in_range('10.0.0.1', '10.0.0.0/8/8')", "null"],
    ["ipv4_is_in_range('10.200.0.1', '10.0.0.0/8')", "True"],
    ["ipv4_is_in_range('11.0.0.1', '10.0.0.0/8')", "False"],
    ["ipv4_is_in_range('10.0.0.1', '10.0.0.1')", "True"],
    ["ipv4_compare('10.0.0.1', '10.0.0.9')", "-1"],
    ["ipv4_compare('10.0.0.1', '10.0.0.9', 24)", "0"],
    ["ipv4_is_match('10.0.0.1/24', '10.0.0.9')", "True"],
    ["parse_ipv4('10.0.0.1')", "167772161"],
    ["parse_ipv4('10.0.0.256')", "null"],
    ["format_ipv4(167772161)", "10.0.0.1"],
    ["has_ipv4('from 10.0.0.1:80', '10.0.0.1')", "True"],
    ["has_ipv4('from 10.0.0.11', '10.0.0.1')", "False"],
    // Arrays and bags.
    ["tostring(array_concat(dynamic([1]), dynamic({'a':1}), dynamic(null)))", "[1]"],
    ["array_sum(dynamic([1, null, 2]))", "3.0"],
    ["tostring(array_rotate_left(dynamic([1,2,3]), 4))", "[2,3,1]"],
    ["tostring(array_shift_right(dynamic([1,2,3]), 1))", "[null,1,2]"],
    ["tostring(array_shift_left(dynamic([1,2,3]), 1, 0))", "[2,3,0]"],
    ["tostring(array_split(dynamic([1,2,3,4]), 1))", "[[1],[2,3,4]]"],
    ["tostring(array_split(dynamic([1,2,3,4]), dynamic([1,-1])))", "[[1],[2,3],[4]]"],
    ["tostring(array_iff(dynamic([true,false]), dynamic([1,2]), 9))", "[1,9]"],
    ["tostring(range(1, 7, 3))", "[1,4,7]"],
    ["tostring(range(3, 1, -1))", "[3,2,1]"],
    ["tostring(repeat('a', 2))", '["a","a"]'],
    ["tostring(bag_remove_keys(dynamic({'a':1,'b':2}), dynamic(['a'])))", '{"b":2}'],
    ["tostring(bag_zip(dynamic(['a','b']), dynamic([1])))", '{"a":1,"b":null}'],
    ["has_any_index('delete user', dynamic(['create','user']))", "1"],
    ["has_any_index('delete user', dynamic(['create']))", "-1"],
    ["dynamic_to_json(dynamic({'b':{'d':1,'c':2},'a':[3]}))", '{"a":[3],"b":{"c":2,"d":1}}'],
    ["tostring(dynamic([dynamic([1]), -9223372036854775808]))", "[[1],-9223372036854775808]"],
    ["tostring(dynamic([-1, -2.5]))", "[-1,-2.5]"],
    // Nothing out of nothing, and no dates or times that are none.
    ["-long(null)", "null"],
    ["long(null) between (1 .. 2)", "null"],
    ["todatetime('2024-13-01')", "null"],
    ["todatetime('2023-02-29')", "null"],
    ["todatetime('2024-02-29') == datetime(2024-02-29)", "True"],
    ["totimespan('24:00:00')", "null"],
    ["totimespan('00:60:00')", "null"],
    ["totimespan('23:59:59') == 1d - 1s", "True"],
    ["true == false", "False"],
    ["true == (1 == 1)", "True"],
    ["true != false", "True"],
    ["1h == 60m", "True"],
    ["1h * 2 == 2h", "True"],
    [
      "tostring(pack_array(1d, datetime(2024-01-01)))",
      '["1.00:00:00","2024-01-01T00:00:00.0000000Z"]',
    ],
    // Series.
    ["tostring(series_fill_forward(dynamic([null,1,null])))", "[null,1,1]"],
    ["tostring(series_fill_backward(dynamic([null,1,null])))", "[1,1,null]"],
    ["tostring(series_fill_const(dynamic([null,1]), 0))", "[0,1]"],
    ["tostring(series_greater(dynamic([1,5]), dynamic([3,3])))", "[false,true]"],
    ["tostring(series_stats_dynamic(dynamic([1,3])).variance)", "2.0"],
  ])("%s is %s", (expression, value) => {
    expect(valueOf(expression)).toBe(value);
  });

  test.each([
    ["todatetime('02/28/2024')", "todatetime"],
    ["dynamic({'a':1}).a + 1", "not cast"],
    ["tostring(repeat(dynamic([1]), 2))", "repeat"],
    ["bag_has_key(dynamic({'a':{'b':1}}), '$.a.b')", "path"],
    ["url_decode('a+b')", "plus"],
    ["sin(1.0)", "sin"],
    // Neither recorded nor documented.
    ["tostring(split('a_b', '_', 5))", "split"],
    ["tostring(split('a_b', '_', -1)[0])", "split"],
    ["tolong('0x1F')", "tolong"],
    ["tolong(real(nan))", "tolong"],
    ["toint(1e20)", "toint"],
    ["todouble('INF')", "toreal"],
    ["format_timespan(1d, 'ddddddddd')", "ddddddddd"],
    ["geo_info_from_ip_address('192.0.2.1')", "geo_info_from_ip_address"],
  ])("%s is refused by name", (expression, name) => {
    expect(() => valueOf(expression)).toThrow(name);
  });

  test("a row's hexadecimal text is a long, and its reals are held within 64 bits", () => {
    const query =
      "datatable(t:string, r:real)['0x1F', 1e30] | project tolong(t), toint(t), tolong(r)";
    expect(answer(query)).toEqual([["31", "31", "9223372036854775807"]]);
  });

  // `Kusto.Language.Parsing.TextFacts.TimespanSuffixes` lists them, and `GetTimeSpanValue` their lengths.
  test.each([
    ["d day days", "1.00:00:00"],
    ["h hr hrs hour hours", "01:00:00"],
    ["m min minute minutes", "00:01:00"],
    ["s sec second seconds", "00:00:01"],
    ["ms milli millis millisec millisecond milliseconds", "00:00:00.0010000"],
    ["micro micros microsec microsecond microseconds", "00:00:00.0000010"],
    ["tick ticks", "00:00:00.0000001"],
  ])("each of the units %s is %s", (units, length) => {
    for (const unit of units.split(" ")) {
      expect([unit, valueOf(`1${unit}`)]).toEqual([unit, length]);
      expect([unit, valueOf(`timespan(1${unit})`)]).toEqual([unit, length]);
    }
  });

  test("a hundred nanoseconds are a tick, and no part of one is", () => {
    for (const unit of ["nano", "nanos", "nanosec", "nanosecond", "nanoseconds"]) {
      expect(valueOf(`200${unit}`)).toBe("00:00:00.0000002");
      expect(() => valueOf(`150${unit}`)).toThrow(unit);
    }
    expect(valueOf("1.5millis")).toBe("00:00:00.0015000");
    expect(valueOf("bin(datetime(2024-01-01 10:07:31), 5min)")).toBe(
      "2024-01-01T10:05:00.0000000Z",
    );
  });
});
