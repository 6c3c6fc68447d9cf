// Every word that the story of a tie says, by language.

import { PICTURE_WORDS } from "../ledger/picture_words.js";

export const WORDS = {
  en: {
    ...PICTURE_WORDS.en,
    group: { counts: "A tie and the four counts", survival: "What a tie survives" },
    place: "Step {k} of {n}",
    back: "Back",
    show: "Show me",
    next: "Next",
    again: "Start again",
    deeds: {
      tie: "Put the object of {a} into {b}:",
      twice: "Call layer {j} twice in each forward pass:",
      layers: "For each layer i, put a copy in its place:",
      deepcopy: "Copy the whole model:",
      load: "Load the state of the model into the model:",
      assign: "Load it again, and assign:",
      double: "Convert to double precision:",
      empty: "Send the model to the meta device and back:",
    },
    ask: {
      counts: "Which counts will change?",
      kind: "How will the two slots be joined?",
    },
    offers: "Your answer",
    legend: {
      ...PICTURE_WORDS.en.legend,
      equal: "“= A”: values equal to those of A",
    },
    countHelp: { stored: "in memory", object: "trained", slot: "each name", use: "each use" },
    joined: {
      tied: "tied: one object",
      alias: "alias: two objects, one storage",
      separate: "separate: two storages",
    },
    kinds: { tied: "tied", alias: "an alias", separate: "separate" },
    noCount: "none",
    oneCount: "only {name}",
    allCounts: "all four",
    openings: {
      counts: "0.weight and 2.weight have equal values, and both are stored.",
      survival: "Two slots hold one object. This is a tie.",
    },
    hint: "Choose an answer, and the step is done.",
    verdict: {
      right: "Right: {right}.",
      wrong: "Your answer: {said}. Right: {right}.",
      shown: "The answer: {right}.",
    },
    because: {
      twice:
        "The second call uses the same slots, objects and storage. " +
        "Only the forward pass has more uses.",
      layers:
        "Each copy has an object of its own, so the tie is lost. " +
        "The forward pass is the same as before and still calls layer 2 twice.",
      deepcopy:
        "deepcopy remembers the objects that it has copied. " +
        "So both slots of the copy hold one new object.",
      load: "The values are written into the object that is there. The slots still hold it.",
      assign: "Each slot gets a new object. Both objects use the storage that was there.",
      double:
        "Each object gets storage of its own, in double precision. " +
        "A tie has one object, so it would survive this step.",
      tie:
        "Both slots hold one object. It is stored once, and an optimiser gets it once. " +
        "There are still two names and two uses.",
      empty:
        "Each slot gets a new object with new storage. The values are lost, and so is the tie.",
    },
  },
  zh: {
    ...PICTURE_WORDS.zh,
    group: { counts: "绑定与四种计数", survival: "绑定能经受什么" },
    place: "第 {k} 步，共 {n} 步",
    back: "后退",
    show: "给我看",
    next: "下一步",
    again: "重新开始",
    deeds: {
      tie: "把 {a} 的对象放入 {b}：",
      twice: "每次前向传播中调用第 {j} 层两次：",
      layers: "把每一层 i 换成它的副本：",
      deepcopy: "复制整个模型：",
      load: "把模型的状态载入模型自身：",
      assign: "再载入一次，并直接赋值：",
      double: "转换为双精度：",
      empty: "把模型送到 meta 设备再取回：",
    },
    ask: { counts: "四种计数中哪些会改变？", kind: "两个槽会怎样相连？" },
    offers: "你的答案",
    legend: { ...PICTURE_WORDS.zh.legend, equal: "“= A”：值与 A 相等" },
    countHelp: { stored: "在内存中", object: "参与训练", slot: "每个名称", use: "每次使用" },
    joined: {
      tied: "绑定：同一对象",
      alias: "别名：两个对象，一块存储",
      separate: "独立：两块存储",
    },
    kinds: { tied: "绑定", alias: "别名", separate: "独立" },
    noCount: "都不变",
    oneCount: "只有{name}",
    allCounts: "全部四种",
    openings: {
      counts: "0.weight 与 2.weight 的值相等，但各自存储。",
      survival: "两个槽持有同一个对象，这就是绑定。",
    },
    hint: "请选择答案，随后执行这一步。",
    verdict: {
      right: "正确：{right}。",
      wrong: "你的答案：{said}。正确答案：{right}。",
      shown: "答案：{right}。",
    },
    because: {
      twice: "第二次调用用的是同样的槽、对象和存储。只有前向传播的使用变多了。",
      layers: "每个副本各有自己的对象，因此绑定消失。前向传播不变，仍调用第 2 层两次。",
      deepcopy: "deepcopy 记得已复制过的对象，因此副本的两个槽持有同一个新对象。",
      load: "值写入已有的对象，两个槽仍然持有它。",
      assign: "每个槽得到一个新对象，两个对象都指向原来的存储。",
      double: "每个对象各得双精度的存储。绑定只有一个对象，所以经得起这一步。",
      tie: "两个槽持有同一个对象：它只存储一次，优化器也只得到一次。名称和使用仍各有两个。",
      empty: "每个槽得到新对象和新存储。值丢失了，绑定也丢失了。",
    },
  },
};
