// The words of a widget, in the language of the page.

/** What all widgets say; a widget's own dictionary may say it otherwise. */
export const COMMON_WORDS = {
  en: {
    source: {
      page: "computed by your browser",
      kernel: "computed by PyTorch, in your notebook",
      build: "computed by PyTorch when this page was built",
      failed: "computed by your browser; PyTorch could not answer: {error}",
    },
    ended: {
      build: "computed by PyTorch when the cell was run",
      now: "{who}; the notebook's kernel has ended: run the cell again, and PyTorch answers",
    },
    stepper: {
      first: "To the start",
      back: "Back",
      forward: "Forward",
      play: "Play",
      pause: "Pause",
    },
    sideways: "scrolls sideways",
  },
  zh: {
    source: {
      page: "由你的浏览器计算",
      kernel: "由 PyTorch 在你的笔记本中计算",
      build: "构建本页时由 PyTorch 计算",
      failed: "由你的浏览器计算；PyTorch 未能回答：{error}",
    },
    ended: {
      build: "运行该单元格时由 PyTorch 计算",
      now: "{who}；笔记本的内核已结束：重新运行该单元格，PyTorch 便会作答",
    },
    stepper: { first: "回到开头", back: "后退", forward: "前进", play: "播放", pause: "暂停" },
    sideways: "可左右滚动",
  },
};

/** The words of a dictionary { en, zh, ... } in the language of the page; English fills gaps. */
export function words(dictionary) {
  const language = (document.documentElement.lang || "en").toLowerCase().split("-")[0];
  return {
    ...COMMON_WORDS.en,
    ...dictionary.en,
    ...COMMON_WORDS[language],
    ...dictionary[language],
  };
}

/**
 * The keys of an object as the dictionary orders them, and last those that it lacks: a saved
 * notebook sorts them by the alphabet.
 */
export const inOrder = (dictionary, object) => [
  ...Object.keys(dictionary).filter((key) => key in object),
  ...Object.keys(object).filter((key) => !(key in dictionary)),
];

/** "{a} holds {b}" with the braces filled in. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
