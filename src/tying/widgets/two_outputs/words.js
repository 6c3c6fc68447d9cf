// Every word that the widget of two outputs says, by language.

export const WORDS = {
  en: {
    group: "Two outputs and their kernels",
    hint: "Add to a weight.",
    a: "Output A",
    b: "Output B",
    place: "row {row}, column {column}",
    weight: "Which weight",
    added: "Add to a weight",
    addedValue: "{n} added",
    image: "Image",
    windows: "with two windows",
    imageLabel:
      "Image of 6 by 6 pixels. Window A begins in row {ar}, column {ac}; " +
      "window B in row {br}, column {bc}.",
    layers: { convolution: "Convolution", local: "Locally connected" },
    stored: "{weights} weights, {macs} multiply-adds",
    layerLabel: {
      convolution: "One kernel, with lines to outputs A and B. {n} of {all} outputs change.",
      local:
        "Two kernels: one has a line to output A, the other to output B. " +
        "{n} of {all} outputs change.",
    },
    told:
      "{added} to the weight in {weight}. Convolution: {shared} of {all} outputs change. " +
      "Locally connected: {local}.",
    none: "Nothing is added, so no output changes.",
    onlyA: "only output A",
    key: "Each output shows its change: what was added, times the pixel that the weight meets.",
    table: "The changes as a table",
    output: "output",
    named: "{place}{name}",
  },
  zh: {
    group: "两个输出及其卷积核",
    hint: "给一个权重加上一个数。",
    a: "输出 A",
    b: "输出 B",
    place: "第 {row} 行第 {column} 列",
    weight: "哪个权重",
    added: "加到权重上",
    addedValue: "加 {n}",
    image: "图像",
    windows: "及两个窗口",
    imageLabel:
      "6 乘 6 像素的图像。窗口 A 始于第 {ar} 行第 {ac} 列，窗口 B 始于第 {br} 行第 {bc} 列。",
    layers: { convolution: "卷积", local: "局部连接" },
    stored: "{weights} 个权重，{macs} 次乘加",
    layerLabel: {
      convolution: "一个卷积核，连向输出 A 和 B。{all} 个输出中有 {n} 个改变。",
      local: "两个卷积核：一个连向输出 A，另一个连向输出 B。{all} 个输出中有 {n} 个改变。",
    },
    told: "{weight}的权重 {added}。卷积：{all} 个输出中有 {shared} 个改变。局部连接：{local}。",
    none: "什么也没有加，所以没有输出改变。",
    onlyA: "只有输出 A",
    key: "输出中写的是它的变化：所加的数乘以该权重遇到的像素。",
    table: "用表格表示各项变化",
    output: "输出",
    named: "{place}{name}",
  },
};
