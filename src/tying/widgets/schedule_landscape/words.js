// Every word that the widget says, by language.

export const WORDS = {
  en: {
    group: "Two pairs of tasks while the strength of their tie changes",
    hint: "Play, and watch pair A and pair B. Where do the dots end?",
    way: "Strength λ",
    ways: {
      fixed: "100 always",
      raised: "from 0.001, by a factor each step",
      rest: "0, then a line to 100",
    },
    steps: "Number of steps",
    moments: "Moments of the training",
    moment: "After {done} steps: λ = {strength}.",
    end: "After {steps} steps, near the best value: {A} of {count} in pair A, {B} of {count} in B.",
    pair: "Pair {name}",
    picture:
      "Pair {name}: {count} dots over θ₁ and θ₂, on average at {a} and {b}; " +
      "{good} of them end near the best single value.",
    legend: {
      good: "ends near the ring (best value)",
      bad: "does not",
      shade: "grey: larger loss",
      diagonal: "line: θ₁ = θ₂",
    },
    fold: "The ends as a table",
    heads: ["pair", "best value", "ends near it", "mean end"],
  },
  zh: {
    group: "绑定强度变化时的两对任务",
    hint: "播放，观察 A 对和 B 对。这些点最后停在哪里？",
    way: "强度 λ",
    ways: {
      fixed: "始终为 100",
      raised: "从 0.001 起每步乘同一倍数",
      rest: "先为 0，再直线升到 100",
    },
    steps: "步数",
    moments: "训练的各个时刻",
    moment: "{done} 步之后：λ = {strength}。",
    end: "{steps} 步之后，接近最优值的：A 对 {count} 个中有 {A} 个，B 对 {count} 个中有 {B} 个。",
    pair: "{name} 对",
    picture:
      "{name} 对：θ₁、θ₂ 平面上有 {count} 个点，平均在 {a} 和 {b}；其中 {good} 个最终接近最优的单一值。",
    legend: {
      good: "最终接近最优值（圆圈）",
      bad: "最终不接近",
      shade: "灰色：损失较大",
      diagonal: "直线：θ₁ = θ₂",
    },
    fold: "用表格表示终点",
    heads: ["任务对", "最优值", "接近它的", "终点均值"],
  },
};
