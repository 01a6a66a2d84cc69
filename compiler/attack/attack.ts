/**
 * ATT&CK Enterprise 19.1: which tactics and techniques there are, and which there no longer are.
 * Source: MITRE's STIX objects of that version. "© 2025 The MITRE Corporation. This work is reproduced
 * and distributed with the permission of The MITRE Corporation." ATT&CK is MITRE's registered trademark.
 */

/** Tactics by their short names. */
export const TACTICS: readonly string[] = [
  "reconnaissance",
  "resource-development",
  "initial-access",
  "execution",
  "persistence",
  "privilege-escalation",
  "stealth",
  "defense-impairment",
  "credential-access",
  "discovery",
  "lateral-movement",
  "collection",
  "command-and-control",
  "exfiltration",
  "impact",
];

/** Tactics of earlier versions, with those that took their place. */
export const RETIRED_TACTICS: ReadonlyMap<string, readonly string[]> = new Map([
  ["defense-evasion", ["stealth", "defense-impairment"]],
]);

/** Techniques in force, each with the number of its last sub-technique: `1098:7` is T1098 to T1098.007. */
const IN_FORCE =
  "1001:3 1003:8 1005 1006 1007 1008 1010 1011:1 1012 1014 1016:2 1018 1020:1 1021:8 1025 " +
  "1027:18 1029 1030 1033 1036:12 1037:5 1039 1040 1041 1046 1047 1048:3 1049 1052:1 1053:7 " +
  "1055:15 1056:4 1057 1059:13 1068 1069:3 1070:10 1071:5 1072 1074:2 1078:4 1080 1082 1083 " +
  "1087:4 1090:4 1091 1092 1095 1098:7 1102:3 1104 1105 1106 1110:4 1111 1112 1113 1114:3 1115 " +
  "1119 1120 1123 1124 1125 1127:3 1129 1132:2 1133 1134:5 1135 1136:3 1137:6 1140 1176:2 1185 " +
  "1187 1189 1190 1195:3 1197 1199 1200 1201 1202 1203 1204:5 1205:2 1207 1210 1211 1212 1213:6 " +
  "1216:2 1217 1218:15 1219:3 1220 1221 1222:2 1480:2 1482 1484:2 1485:1 1486 1489 1490 1491:2 " +
  "1495 1496:4 1497:3 1498:2 1499:4 1505:6 1518:2 1525 1526 1528 1529 1530 1531 1534 1535 1537 " +
  "1538 1539 1542:5 1543:5 1546:18 1547:15 1548:6 1550:4 1552:8 1553:6 1554 1555:6 1556:9 " +
  "1557:4 1558:5 1559:3 1560:3 1561:2 1563:2 1564:14 1565:3 1566:4 1567:4 1568:3 1569:3 1570 " +
  "1571 1572 1573:2 1574:14 1578:5 1580 1583:8 1584:8 1585:3 1586:3 1587:4 1588:7 1589:3 1590:6 " +
  "1591:4 1592:4 1593:3 1594 1595:3 1596:5 1597:2 1598:4 1599:1 1600:2 1601:2 1602:2 1606:2 " +
  "1608:6 1609 1610 1611 1612 1613 1614:1 1615 1619 1620 1621 1622 1647 1648 1649 1650 1651 " +
  "1652 1653 1654 1657 1659 1665 1666 1667 1668 1669 1671 1673 1674 1675 1677 1678 1679 1680 " +
  "1681 1682 1683:2 1684:2 1685:6 1686:3 1687 1688 1689 1690";

/** Numbers between a technique's sub-techniques that were never given. */
const NEVER_GIVEN: readonly string[] = ["1055.006", "1055.007", "1055.010", "1218.006", "1574.003"];

/** Revoked techniques with the one in force that took their place, and deprecated ones, without. */
const RETIRED =
  "1002>1560 1004>1547.004 1009>1027.001 1013>1547.010 1015>1546.008 1017>1072 1019>1542.001 " +
  "1022>1560 1023>1547.009 1024>1573 1026 1028>1021.006 1031>1543.003 1032>1573 1034 " +
  "1035>1569.002 1038>1574.001 1042>1546.001 1043 1044>1574.010 1045>1027.002 1050>1543.003 " +
  "1051 1053.001>1053.002 1053.004 1054>1685 1058>1574.011 1060>1547.001 1061 1062 " +
  "1063>1518.001 1064 1065>1571 1066>1027.005 1067>1542.003 1070.001>1685.005 1070.002>1685.006 " +
  "1073>1574.001 1075>1550.002 1076>1021.001 1077>1021.002 1079>1573 1081>1552.001 " +
  "1084>1546.003 1085>1218.011 1086>1059.001 1088>1548.002 1089>1685 1093>1055.012 1094>1095 " +
  "1096>1564.004 1097>1550.003 1099>1070.006 1100>1505.003 1101>1547.005 1103>1546.010 " +
  "1107>1070.004 1108 1109>1542.002 1116>1553.002 1117>1218.010 1118>1218.004 1121>1218.009 " +
  "1122>1546.015 1126>1070.005 1128>1546.007 1130>1553.004 1131>1547.002 1138>1546.011 " +
  "1139>1552.003 1141>1056.002 1142>1555.001 1143>1564.003 1144>1553.001 1145>1552.004 " +
  "1146>1070.003 1147>1564.002 1148>1690 1149 1150>1647 1151>1036.006 1152>1569.001 1153 " +
  "1154>1546.005 1155>1059.002 1156>1546.004 1157>1574.004 1158>1564.001 1159>1543.001 " +
  "1160>1543.004 1161>1546.006 1162>1647 1163>1037.004 1164>1547.007 1165>1037.005 " +
  "1166>1548.001 1167>1555.002 1168>1053 1169>1548.003 1170>1218.005 1171>1557.001 " +
  "1172>1090.004 1173>1559.002 1174>1556.002 1175 1177>1547.008 1178>1134.005 1179>1056.004 " +
  "1180>1546.002 1181>1055.011 1182>1546.009 1183>1546.012 1184>1563.001 1186>1055.013 " +
  "1188>1090.003 1191>1218.003 1192>1566.002 1193>1566.001 1194>1566.003 1196>1218.002 " +
  "1198>1553.003 1206>1548.003 1208>1558.003 1209>1547.003 1214>1552.002 1215>1547.006 " +
  "1223>1218.001 1483>1568.002 1487>1561.002 1488>1561.001 1492>1565.001 1493>1565.002 " +
  "1494>1565.003 1500>1027.004 1501>1543.002 1502>1134.004 1503>1555.003 1504>1546.013 " +
  "1506>1550.004 1514>1548.004 1519>1546.014 1522>1552.005 1527>1550.001 1536>1578.004 " +
  "1547.011>1647 1562>1685 1562.001>1685 1562.002>1685.001 1562.003>1690 1562.004>1686 " +
  "1562.006>1685 1562.007>1686.001 1562.008>1685.002 1562.009>1688 1562.010>1689 " +
  "1562.011>1685.003 1562.012>1685.004 1562.013>1686.002 1574.002>1574.001 1656>1684.001 " +
  "1672>1684.002";

/** What became of a technique: in force, gone (`successor` where MITRE names one), or never there. */
export type TechniqueState =
  | { readonly kind: "in-force" }
  | { readonly kind: "retired"; readonly successor: string | undefined }
  | { readonly kind: "unknown" };

const LAST_SUB_TECHNIQUE: ReadonlyMap<string, number> = new Map(
  IN_FORCE.split(" ").map((entry) => {
    const [technique = "", last = "0"] = entry.split(":");
    return [technique, Number(last)];
  }),
);

const SUCCESSORS: ReadonlyMap<string, string | undefined> = new Map(
  RETIRED.split(" ").map((entry) => {
    const [technique = "", successor] = entry.split(">");
    return [technique, successor];
  }),
);

/** The state of a technique or sub-technique (`T1098`, `T1098.001`) in this version of ATT&CK. */
export function techniqueState(id: string): TechniqueState {
  const number = id.slice(1);
  if (SUCCESSORS.has(number)) {
    const successor = SUCCESSORS.get(number);
    return {
      kind: "retired",
      successor: successor === undefined ? undefined : `T${successor}`,
    };
  }
  const [technique = "", sub] = number.split(".");
  const last = LAST_SUB_TECHNIQUE.get(technique);
  if (last === undefined || NEVER_GIVEN.includes(number)) return { kind: "unknown" };
  if (sub === undefined) return { kind: "in-force" };
  const within = Number(sub) >= 1 && Number(sub) <= last;
  return { kind: within ? "in-force" : "unknown" };
}
