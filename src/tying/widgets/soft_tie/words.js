// Every word that the widget says, by language.

export const WORDS = {
  en: {
    group: "A soft tie between two values",
    hint: "Turn σ² down to 0, then up. Then drag the observations.",
    spread: "Prior variance σ² of the difference",
    variances: ["Variance v₁", "Variance v₂"],
    observations: ["Observation x₁", "Observation x₂"],
    value: {
      hard: "0: a hard tie",
      spread: "{spread}: the values may differ by about {root}",
      variance: "{value}",
    },
    infinite: "∞",
    strength: "as a penalty: λ = 1/(2σ²) = {strength}",
    sum: "θ₁/v₁ + θ₂/v₂ = {first}/{v1} + {second}/{v2} = {sum}",
    moved: {
      hard: "The tie is hard: both values are {tied}, the mean weighted by the precisions.",
      equal: "Both observations are equal, so nothing moves.",
      both: "θ₁ and θ₂ each move {first} % of the way to the other observation.",
      first:
        "θ₁ moves {first} % of the way to the other observation, θ₂ {second} %: " +
        "the first is the less certain one.",
      second:
        "θ₁ moves {first} % of the way to the other observation, θ₂ {second} %: " +
        "the second is the less certain one.",
    },
    drag: "drag",
    diagonal: "line: θ₁ = θ₂",
    axes: ["θ₁", "θ₂"],
    legend: {
      observed: "observations (dotted: their noise)",
      estimates: "most probable values",
      ellipse: "posterior, one standard deviation",
      way: "all places that the diamond can reach",
      tied: "hard tie",
    },
    picture:
      "Observations at {x}. With σ² = {spread} the most probable values are {mean}, with " +
      "standard deviations {deviations}, on the line from the observations to {tied}, {tied}.",
    fold: "All numbers as a table",
    heads: ["quantity", "first", "second"],
    table: {
      observed: "observation",
      variance: "its variance",
      precision: "its precision",
      estimate: "most probable value",
      share: "share of the way",
      deviation: "standard deviation",
    },
  },
  zh: {
    group: "两个值之间的软绑定",
    hint: "把 σ² 调到 0，再调大。然后拖动观测值。",
    spread: "差的先验方差 σ²",
    variances: ["方差 v₁", "方差 v₂"],
    observations: ["观测值 x₁", "观测值 x₂"],
    value: { hard: "0：硬绑定", spread: "{spread}：两值大约可相差 {root}", variance: "{value}" },
    infinite: "∞",
    strength: "作为惩罚项：λ = 1/(2σ²) = {strength}",
    sum: "θ₁/v₁ + θ₂/v₂ = {first}/{v1} + {second}/{v2} = {sum}",
    moved: {
      hard: "硬绑定：两个值都是 {tied}，即按精度加权的均值。",
      equal: "两个观测值相等，所以什么都不动。",
      both: "θ₁ 和 θ₂ 各自朝另一个观测值移动了 {first} % 的路程。",
      first: "θ₁ 朝另一个观测值移动了 {first} % 的路程，θ₂ 移动了 {second} %：第一个更不确定。",
      second: "θ₁ 朝另一个观测值移动了 {first} % 的路程，θ₂ 移动了 {second} %：第二个更不确定。",
    },
    drag: "拖动",
    diagonal: "直线：θ₁ = θ₂",
    axes: ["θ₁", "θ₂"],
    legend: {
      observed: "观测值（虚点线：其噪声）",
      estimates: "最可能的值",
      ellipse: "后验，一个标准差",
      way: "菱形能到达的所有位置",
      tied: "硬绑定",
    },
    picture:
      "观测值在 {x}。σ² = {spread} 时最可能的值为 {mean}，标准差为 {deviations}，" +
      "位于从观测值到 {tied}, {tied} 的直线上。",
    fold: "用表格表示所有数字",
    heads: ["量", "第一个", "第二个"],
    table: {
      observed: "观测值",
      variance: "其方差",
      precision: "其精度",
      estimate: "最可能的值",
      share: "移动的路程比例",
      deviation: "标准差",
    },
  },
};
