// Every word that the widget says, by language.

export const WORDS = {
  en: {
    group: "Clouds of separate and tied fits",
    opening: {
      one:
        "After one set neither mean is on the truth: an arrow leads to each. " +
        "Draw more sets. Which arrow stays?",
      many:
        "After {sets} sets neither mean is on the truth: an arrow leads to each. " +
        "Draw more sets. Which arrow stays?",
      counts: "{drawn} Move h, or drag the truth.",
    },
    ten: "Draw 10 sets",
    one: "Draw 1",
    hundred: "Draw 100",
    again: "Start again",
    all: "All {most} drawn",
    h: "True weights are h and −h",
    value: "true weights {first} and {second}",
    truth: "truth",
    diagonal: "line: weight 1 = weight 2",
    axes: ["weight 1", "weight 2"],
    legend: {
      truth: "truth: drag it",
      fits: "separate fit, and its nearest point with equal weights, the tied fit",
      means: "means",
    },
    risks: {
      separate: "separate: risk {measured}, in theory {theory}",
      tied: "tied: risk {measured}, in theory {theory}",
    },
    risk: "Risk per weight",
    bias2: "bias²",
    variance: "variance",
    arrow: "arrow",
    circle: "circle",
    note:
      "All are means over the two weights: half of the squared length of an arrow, " +
      "half of the squared radius of a circle.",
    drawn: {
      one:
        "One training set: its separate fit, " +
        "and the nearest point with equal weights, its tied fit.",
      many: "{sets} training sets.{counted} Arrows: separate {separate}, tied {tied}.",
    },
    moved:
      "With {truth} the risk in theory is 1 for separate fits and {tied} for tied fits: " +
      "{verdict}.{counted}",
    counted: {
      drawn: " The tied fit is nearer to the truth in {nearer} ({share} % are expected).",
      moved: " The tied fit is nearer in {share} % of all sets.",
    },
    smaller: { tied: "tied has the lower risk", separate: "separate has the lower risk" },
    picture:
      "{sets} separate fits as circles around a mean of {separate}; " +
      "{sets} tied fits as squares on the diagonal around {tied}; {truth}.",
    fold: "All numbers as a table",
    heads: ["quantity", "separate", "tied", "separate, theory", "tied, theory"],
    table: {
      bias2: "bias²",
      variance: "variance",
      risk: "risk",
      first: "mean of weight 1",
      second: "mean of weight 2",
    },
  },
  zh: {
    group: "分开拟合与绑定拟合的点云",
    opening: {
      one: "抽取一个训练集之后，两个均值都不在真值上：各有一支箭头指向它们。再抽一些训练集。哪支箭头会留下？",
      many:
        "抽取 {sets} 个训练集之后，两个均值都不在真值上：各有一支箭头指向它们。" +
        "再抽一些训练集。哪支箭头会留下？",
      counts: "{drawn}请移动 h，或拖动真值。",
    },
    ten: "抽取 10 个",
    one: "抽取 1 个",
    hundred: "抽取 100 个",
    again: "重新开始",
    all: "{most} 个训练集已全部抽出",
    h: "真实权重为 h 和 −h",
    value: "真实权重为 {first} 和 {second}",
    truth: "真值",
    diagonal: "直线：权重 1 = 权重 2",
    axes: ["权重 1", "权重 2"],
    legend: {
      truth: "真值：可以拖动",
      fits: "分开拟合，以及离它最近的两权重相等的点：绑定拟合",
      means: "均值",
    },
    risks: {
      separate: "分开：风险 {measured}，理论值 {theory}",
      tied: "绑定：风险 {measured}，理论值 {theory}",
    },
    risk: "每个权重的风险",
    bias2: "偏差²",
    variance: "方差",
    arrow: "箭头",
    circle: "圆",
    note: "都是对两个权重的平均：箭头长度平方的一半，圆半径平方的一半。",
    drawn: {
      one: "一个训练集：它的分开拟合，以及两权重相等的最近点，即它的绑定拟合。",
      many: "{sets} 个训练集。{counted}箭头长度：分开 {separate}，绑定 {tied}。",
    },
    moved: "{truth}时，分开拟合的理论风险为 1，绑定拟合为 {tied}：{verdict}。{counted}",
    counted: {
      drawn: "其中 {nearer} 个的绑定拟合离真值更近（期望为 {share} %）。",
      moved: "在全部训练集中，{share} % 的绑定拟合更近。",
    },
    smaller: { tied: "绑定的风险更低", separate: "分开的风险更低" },
    picture:
      "{sets} 个分开拟合为圆点，均值在 {separate}；{sets} 个绑定拟合为对角线上的方块，均值在 {tied}；{truth}。",
    fold: "用表格表示所有数字",
    heads: ["量", "分开", "绑定", "分开，理论", "绑定，理论"],
    table: {
      bias2: "偏差²",
      variance: "方差",
      risk: "风险",
      first: "权重 1 的均值",
      second: "权重 2 的均值",
    },
  },
};
