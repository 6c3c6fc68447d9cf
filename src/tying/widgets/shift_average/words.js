// Every word that the average over shifts says, by language.

export const WORDS = {
  en: {
    group: "A matrix averaged over shifts",
    hint: "Go forward, or touch an entry.",
    which: "Shifts",
    shifts: { 1: "all", 2: "every second", 3: "every third" },
    entry: "Entry",
    place: "row {row}, column {column}",
    steps: "Add one shift after the other",
    start: "B",
    moved: "B, moved by {n}",
    movedLabel: "The matrix that is added last. The chosen entry is marked where it is now.",
    average: "Average of {n} (of {all})",
    first: "Nothing is averaged yet. The {marked} marked entries differ by {spread} at most.",
    sofar:
      "{n} of {all} matrices are averaged. The {marked} marked entries of the average differ " +
      "by {spread} at most.",
    done: "All {all} matrices are averaged. The {marked} marked entries are equal: {values}.",
    turns: {
      2:
        "All {all} matrices are averaged. Along the marked diagonal two numbers take turns: " +
        "{values}. So rows 0, 2, 4 hold one kernel, and rows 1, 3, 5 hold another one.",
      3:
        "Both matrices are averaged. Along the marked diagonal three numbers take turns: " +
        "{values}. So rows 0 and 3 hold one kernel, rows 1 and 4 another, rows 2 and 5 a third.",
    },
    table: "The average as a table",
    row: "row",
  },
  zh: {
    group: "对平移取平均的矩阵",
    hint: "前进一步，或点一个元素。",
    which: "平移",
    shifts: { 1: "全部", 2: "每隔一个", 3: "每隔两个" },
    entry: "元素",
    place: "第 {row} 行第 {column} 列",
    steps: "逐个加入平移",
    start: "B",
    moved: "移动 {n} 的 B",
    movedLabel: "最后加入的矩阵。标出所选元素现在的位置。",
    average: "{n} 个的平均（共 {all} 个）",
    first: "尚未取平均。标出的 {marked} 个元素最多相差 {spread}。",
    sofar: "已平均 {all} 个矩阵中的 {n} 个。平均矩阵中标出的 {marked} 个元素最多相差 {spread}。",
    done: "已平均全部 {all} 个矩阵。标出的 {marked} 个元素相等：{values}。",
    turns: {
      2:
        "已平均全部 {all} 个矩阵。标出的对角线上两个数轮流出现：{values}。" +
        "所以第 0、2、4 行是一个核，第 1、3、5 行是另一个。",
      3:
        "已平均两个矩阵。标出的对角线上三个数轮流出现：{values}。" +
        "所以第 0、3 行是一个核，第 1、4 行是第二个，第 2、5 行是第三个。",
    },
    table: "用表格表示平均矩阵",
    row: "行",
  },
};
