// Every word that the widget of the first step says, by language.

export const WORDS = {
  en: {
    group: "First step, tied and alias",
    hint: "Drag the start along the curve, or move the slider. From where does the alias not move?",
    start: "Start of θ",
    optimizer: "Optimiser",
    optimizers: { SGD: "SGD, η = 0.1", Adam: "Adam, η = 1" },
    loss: "loss",
    rows: [
      "tied: the sum {gradient} gives {step}",
      "alias, use 1: {gradient} gives {step}",
      "alias, use 2: {gradient} gives {step}, in all {all}",
    ],
    result: "{optimizer} from {start}: the tie moves by {tied}, the alias by {first} and {second}.",
    outcomes: {
      neither: "Neither of them moves.",
      rests: "The alias does not move.",
      same: "Both end at the same place.",
      twice: "The alias moves twice as far.",
    },
    key: {
      tied: "where the tie ends",
      alias: "where the alias ends",
      pull: "thin: −0.1 × gradient; thick: the step",
    },
    table: "The steps as a table",
    heads: ["step", "gradient", "moves by", "ends at"],
    names: ["tied", "alias, use 1", "alias, use 2"],
  },
  zh: {
    group: "第一步：绑定与别名",
    hint: "沿曲线拖动起点，或移动滑块。从哪些起点出发，别名不动？",
    start: "θ 的起点",
    optimizer: "优化器",
    optimizers: { SGD: "SGD，η = 0.1", Adam: "Adam，η = 1" },
    loss: "损失",
    rows: [
      "绑定：总和 {gradient} 走 {step}",
      "别名，第一次使用：{gradient} 走 {step}",
      "别名，第二次使用：{gradient} 走 {step}，共 {all}",
    ],
    result: "{optimizer} 从 {start} 出发：绑定移动 {tied}，别名移动 {first} 和 {second}。",
    outcomes: {
      neither: "两者都不动。",
      rests: "别名不动。",
      same: "两者到达同一处。",
      twice: "别名走了两倍远。",
    },
    key: {
      tied: "绑定的终点",
      alias: "别名的终点",
      pull: "细：−0.1 × 梯度；粗：步",
    },
    table: "用表格表示各步",
    heads: ["步", "梯度", "移动", "终点"],
    names: ["绑定", "别名，第一次使用", "别名，第二次使用"],
  },
};
