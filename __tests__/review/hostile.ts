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
