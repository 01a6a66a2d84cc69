/** A rule with something to break out with in every text. */
export const HOSTILE = `
title: '<script>alert(1)</script> "&'' \u202ereversed\u202c ${"w".repeat(150)}'
id: 11111111-2222-4333-8444-555555555555
status: test
description: |
  </p></main><script>alert(2)</script><img src=x onerror=alert(3)>
  ${"x".repeat(10_000)}
references:
  - javascript:alert(4)
  - "https://example.org/\\"onmouseover=alert(5)"
  - data:text/html,<script>alert(6)</script>
author: '"><svg onload=alert(7)>'
tags: [attack.t1098, attack.persistence]
logsource: { product: aws, service: cloudtrail }
detection:
  'sel<script>':
    eventSource: iam.amazonaws.com
    eventName: "</script><script>alert(8)</script>"
    requestParameters.x|contains: ['"onclick=alert(9)', "'><iframe src=javascript:alert(10)>"]
  condition: all of sel*
falsepositives: ["</style><script>alert(11)</script>", "]]> --> <!--"]
level: high
accept: wider
`;

/** The same in what only a correlation has; the rule that it counts has no page. */
export const HOSTILE_COUNT = `
title: '"><img src=x onerror=alert(12)> \u202ecounted'
id: 11111111-2222-4333-8444-666666666666
level: high
correlation:
  type: value_count
  rules: ['</code><script>alert(13)</script>']
  group-by: ['"onclick=alert(14)', '</dd><iframe src=javascript:alert(15)>']
  timespan: 5m
  condition: { field: '</td><script>alert(16)</script>', gte: 2 }
accept: wider
---
title: "'><svg onload=alert(17)> ${"z".repeat(150)}"
name: '</code><script>alert(13)</script>'
logsource: { product: aws, service: cloudtrail }
detection:
  'sel</span>': { eventSource: iam.amazonaws.com, eventName: "</a><script>alert(18)</script>" }
  condition: all of sel*
`;
