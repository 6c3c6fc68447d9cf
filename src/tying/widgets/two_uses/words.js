// Every word that the widget says, by language.

export const WORDS = {
  en: {
    group: "One weight, two uses",
    rectangle:
      "The weight w = {weight} is used twice: as the height, " +
      "and with {added} added as the width. " +
      "The area is y = w\u00a0·\u00a0(w\u00a0+\u00a0{added}) =\u00a0{area}.",
    ask:
      "Now w rises a little, and a strip grows at each of two sides. " +
      "What gradient does w receive? It says how much y grows for each unit of w.",
    hint: "Move the slider to your guess. Then let the two contributions arrive.",
    height: "through the height",
    width: "through the width",
    receives: "w receives",
    guess: "Your guess: w receives",
    noGuess: "?",
    arrive: "Let them arrive",
    again: "Ask me again",
    step: "Raise w by",
    told: "{mistake} {sum}",
    mistakes: {
      none: "",
      right: "Yes.",
      mean: "{guess} is the mean, but neither strip is halved.",
      one: "{guess} is one contribution alone.",
      product: "{guess} is the product.",
      other: "You guessed {guess}.",
    },
    sum: "w receives the sum: {height}\u00a0+\u00a0{width} =\u00a0{gradient} for each unit of w.",
    grown:
      "w rises by {step}, y grows by {growth}: {top} on top, {side} at the side, " +
      "{corner} in the corner. For each unit of w: {rate}. " +
      "The smaller the rise, the nearer to {gradient}: that limit is the gradient.",
    contributes: "from one use",
    yourGuess: "your guess",
    fold: "The numbers as a table",
    part: "part",
    gradient: "gradient",
    growth: "y grows by",
    corner: "corner",
    together: "together",
  },
  zh: {
    group: "一个权重，两次使用",
    rectangle:
      "权重 w = {weight} 使用了两次：它是高；加上 {added}，又是宽。" +
      "面积 y = w\u00a0·\u00a0(w\u00a0+\u00a0{added}) =\u00a0{area}。",
    ask: "现在 w 稍微变大，两条边上各长出一个长条。w 得到的梯度是多少？它表示 w 每增加一个单位，y 增加多少。",
    hint: "把滑块移到你猜的数，再让两项贡献到达。",
    height: "通过高",
    width: "通过宽",
    receives: "w 得到",
    guess: "你的猜测：w 得到",
    noGuess: "？",
    arrive: "让它们到达",
    again: "再问一次",
    step: "w 增加",
    told: "{mistake}{sum}",
    mistakes: {
      none: "",
      right: "对。",
      mean: "{guess} 是平均值，但哪个长条也没有减半。",
      one: "{guess} 只是其中一项贡献。",
      product: "{guess} 是乘积。",
      other: "你猜的是 {guess}。",
    },
    sum: "w 得到总和：w 每增加一个单位，y 增加 {height}\u00a0+\u00a0{width} =\u00a0{gradient}。",
    grown:
      "w 增加 {step}，y 增加 {growth}：上面 {top}，旁边 {side}，角上 {corner}。" +
      "w 每增加一个单位，y 增加 {rate}。w 增加得越少，就越接近 {gradient}：这个极限就是梯度。",
    contributes: "一次使用的贡献",
    yourGuess: "你的猜测",
    fold: "用表格表示这些数",
    part: "部分",
    gradient: "梯度",
    growth: "y 增加",
    corner: "角",
    together: "合计",
  },
};
