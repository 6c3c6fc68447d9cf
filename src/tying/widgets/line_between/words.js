// Every word that the widget says, by language.

export const WORDS = {
  en: {
    group: "The line between two networks",
    hint: "Move the slider: go from the first network to the second.",
    kind: "Units",
    kinds: { linear: "linear", tanh: "tanh", relu: "ReLU" },
    change: "The first network",
    changes: {
      none: "as trained",
      order: "best order",
      signs: "order and signs",
      rotation: "best rotation",
    },
    place: "Share of the second network",
    result: {
      same: "{kind}, {change}: at {share} the loss is {loss}. The barrier is {barrier}.",
      other:
        "{kind}, {change}: the first network has become another one. Its loss was {before} " +
        "and is {first}.",
    },
    loss: "Loss",
    first: "first",
    second: "second",
    key: { before: "as trained", now: "now", line: "straight line between the ends" },
    images: { given: "image", output: "output" },
    drawn: "Five digits, and below them the outputs of the network at {share}.",
    table: "The losses as a table",
    heads: ["share", "as trained", "now"],
  },
  zh: {
    group: "两个网络之间的直线",
    hint: "移动滑块：从第一个网络走到第二个网络。",
    kind: "单元",
    kinds: { linear: "线性", tanh: "tanh", relu: "ReLU" },
    change: "第一个网络",
    changes: {
      none: "训练后原样",
      order: "最佳次序",
      signs: "次序与符号",
      rotation: "最佳旋转",
    },
    place: "第二个网络的比例",
    result: {
      same: "{kind}，{change}：在 {share} 处损失为 {loss}。壁垒为 {barrier}。",
      other: "{kind}，{change}：第一个网络变成了另一个网络。其损失从 {before} 变为 {first}。",
    },
    loss: "损失",
    first: "第一个",
    second: "第二个",
    key: { before: "训练后原样", now: "现在", line: "两端之间的直线" },
    images: { given: "图像", output: "输出" },
    drawn: "五个数字，下面是 {share} 处网络的输出。",
    table: "用表格表示损失",
    heads: ["比例", "训练后原样", "现在"],
  },
};
