// Every word that the widget of bias-variance curves says, by language.

export const WORDS = {
  en: {
    group: "Bias–variance curves",
    start: "Start from",
    changed: "your own setting",
    reset: "Reset",
    setting: "Setting",
    presets: {
      rule: "the rule",
      data: "more data",
      strength: "how hard to tie",
      correlated: "errors that agree",
    },
    axis: "Horizontal axis",
    axes: {
      heterogeneity: "heterogeneity s²",
      tie: "strength of the tie w",
      data: "data per location n",
    },
    truth: "True values",
    truths: { fixed: "fixed", random: "drawn at random" },
    controls: {
      heterogeneity: "Heterogeneity s²",
      noise: "Noise of an observation σ²",
      data: "Data per location n",
      locations: "Locations T",
      correlation: "Correlation of errors r",
      tie: "Strength of the tie w",
    },
    values: {
      heterogeneity: "{n}: the true values lie about {root} from their mean",
      noise: "{n}: an estimate has variance {v}",
      data: "{n} at each location: an estimate has variance {v}",
      locations: "{n} estimates",
      correlation: "{n}: {agree}",
      tie: "{n}: {pull}",
    },
    agree: {
      equal: "all errors are equal",
      alike: "errors agree",
      none: "errors have nothing in common",
      unlike: "errors oppose one another",
    },
    pull: {
      none: "separate estimates",
      part:
        "each estimate goes {percent} % of the way to the common mean, " +
        "a penalty of λ = {lambda}",
      all: "one common value, an infinite penalty",
    },
    optimal: "always the best strength",
    best: "best",
    sum: " = bias² + variance",
    kinds: { bias2: "bias²", variance: "variance", risk: "risk" },
    signs: { plus: "+", equals: "=" },
    names: { separate: "separate", tied: "tied", pooled: "partly pooled" },
    least: { separate: "separate", tied: "tied", pooled: "partly pooled", equal: "all the same" },
    panel: "{kind} against {axis}, from {first} to {last}. {each}. {meet}",
    curve: "{who}: {from} at the left, {to} at the right",
    meet: {
      equal: "Separate and tied meet at {x}.",
      least: "Partly pooled has the least risk at {x}.",
    },
    landmarks: { equal: "equal at {x}", least: "least at {x}" },
    here: "At your setting",
    estimate: "estimate",
    measured: "measured risk",
    rule: {
      below: "s² = {s} < {formula} = {threshold}",
      above: "s² = {s} > {formula} = {threshold}",
      at: "s² = {s} = {formula}",
      none: "T = 1: no threshold",
      bound: " (r = {r})",
      covered: "s² = {s} against {formula}",
    },
    formula: { fixed: "v (1 − 1/T)(1 − r)", random: "v (1 − r)" },
    v: "v = σ²/n = {v}",
    wins: {
      tied:
        "Tied beats separate: risk {less} against {more}{percent}. " +
        "The tie adds {bias} of bias² and saves {saved} of variance.",
      separate:
        "Separate beats tied: risk {less} against {more}{percent}. " +
        "The tie would save {saved} of variance, and add {bias} of bias².",
      equal:
        "Separate and tied have the same risk, {less}. " +
        "What the tie adds in bias² it saves in variance: {saved}.",
    },
    percent: ", {percent} % less",
    pooled: {
      pooled: "Partly pooled at w = {w} beats both, with {risk}.",
      between: "Partly pooled at w = {w} lies between, with {risk}.",
      less: "Partly pooled at w = {w} does as well as the better of the two.",
      more: "Partly pooled at w = {w} does as badly as the worse of the two.",
      equal: "Partly pooled has the same risk, too.",
      best: "Best is w = {best}, with {least}.",
      isBest: "No other strength does better.",
      none: "No strength is best: all have the same risk.",
    },
    notes: {
      one:
        "One location has nothing to share with: a single true value has no spread, " +
        "all three estimates are the same, and there is no threshold.",
      correlation:
        "{T} errors cannot all have correlation {r} with one another; " +
        "the least that can be is −1/(T − 1) = {least}, and that is drawn.",
      noNoise:
        "Without noise (v = 0) every separate estimate is exact. " +
        "A tie has no variance to save, and the threshold is 0.",
      alike: "All true values are equal (s² = 0): a tie adds no bias².",
      equalErrors:
        "All errors are equal (r = 1): " +
        "their mean errs as much as each, a tie saves nothing, and the threshold is 0.",
      cancel:
        "At this correlation the errors cancel in the mean: the tied estimate has no variance.",
      offAxis: {
        above: "Separate and tied would be equal at {x}, to the right of this axis.",
        below: "Separate and tied would be equal at {x}, to the left of this axis.",
        never: "Separate and tied are equal nowhere on this axis.",
      },
    },
    draw: "Run experiments",
    again: "Run again",
    clear: "Remove dots",
    drawn: {
      page:
        "Dots: {count} experiments each, simulated in this page with seed {seed}; " +
        "bars reach two standard errors up and down.",
      kernel:
        "Dots: {count} experiments each, simulated by torch in your kernel with seed {seed}; " +
        "bars reach two standard errors up and down.",
    },
    table: "All numbers as a table",
    dotTable: "Experiments: risk ± two standard errors",
    guess: {
      first: "guess first",
      hint: "Covered until you have said who wins: here, or after you change something.",
      ask: "Which has less risk here?",
      covered: "Covered until you have guessed.",
      names: { tied: "tied", separate: "separate", equal: "both the same" },
      right: "You said: {who}. So it is.",
      wrong: "You said: {who}. It is: {extreme}.",
    },
    hint: "Predict who wins before you move a slider. You can also drag in the picture.",
    done: {
      set: "{name}: {value}, was {before}.",
      preset: "{name}.",
      choice: "{name}: {value}.",
      risks: "Risk: separate {separate}, tied {tied}, partly pooled {pooled}. Least: {best}.",
      draws:
        "{count} experiments at each of {places} places; {hits} of {all} bars reach the curves.",
    },
  },
  zh: {
    group: "偏差–方差曲线",
    start: "从此开始",
    changed: "你的设定",
    reset: "重置",
    setting: "设定",
    presets: { rule: "规则", data: "更多数据", strength: "绑得多紧", correlated: "误差一致" },
    axis: "横轴",
    axes: { heterogeneity: "异质性 s²", tie: "绑定强度 w", data: "每处数据量 n" },
    truth: "真值",
    truths: { fixed: "固定", random: "随机抽取" },
    controls: {
      heterogeneity: "异质性 s²",
      noise: "单个观测的噪声 σ²",
      data: "每处数据量 n",
      locations: "位置数 T",
      correlation: "误差相关 r",
      tie: "绑定强度 w",
    },
    values: {
      heterogeneity: "{n}：真值与其均值相距约 {root}",
      noise: "{n}：一个估计的方差为 {v}",
      data: "每处 {n} 个：一个估计的方差为 {v}",
      locations: "{n} 个估计",
      correlation: "{n}：{agree}",
      tie: "{n}：{pull}",
    },
    agree: { equal: "所有误差相等", alike: "误差同向", none: "误差互不相关", unlike: "误差反向" },
    pull: {
      none: "各自估计",
      part: "每个估计向公共均值移动 {percent}%，惩罚 λ = {lambda}",
      all: "一个公共值，惩罚无穷大",
    },
    optimal: "总用最佳强度",
    best: "最好",
    sum: " = 偏差² + 方差",
    kinds: { bias2: "偏差²", variance: "方差", risk: "风险" },
    names: { separate: "分开", tied: "绑定", pooled: "部分合并" },
    least: { separate: "分开", tied: "绑定", pooled: "部分合并", equal: "都一样" },
    panel: "{kind}随{axis}变化，从 {first} 到 {last}。{each}。{meet}",
    curve: "{who}：左端 {from}，右端 {to}",
    meet: { equal: "分开与绑定在 {x} 处相等。", least: "部分合并在 {x} 处风险最小。" },
    landmarks: { equal: "{x} 处相等", least: "{x} 处最小" },
    here: "在你的设定下",
    estimate: "估计",
    measured: "测得的风险",
    rule: {
      below: "s² = {s} < {formula} = {threshold}",
      above: "s² = {s} > {formula} = {threshold}",
      at: "s² = {s} = {formula}",
      none: "T = 1：没有阈值",
      bound: "（r = {r}）",
      covered: "s² = {s} 对 {formula}",
    },
    wins: {
      tied: "绑定胜过分开：风险 {less} 对 {more}{percent}。绑定增加偏差² {bias}，减少方差 {saved}。",
      separate:
        "分开胜过绑定：风险 {less} 对 {more}{percent}。绑定会减少方差 {saved}，却增加偏差² {bias}。",
      equal: "分开与绑定风险相同，为 {less}。绑定增加的偏差²恰为它减少的方差：{saved}。",
    },
    percent: "，少 {percent}%",
    pooled: {
      pooled: "部分合并（w = {w}）胜过两者，风险 {risk}。",
      between: "部分合并（w = {w}）介于两者之间：{risk}。",
      less: "部分合并（w = {w}）与较好者相同。",
      more: "部分合并（w = {w}）与较差者相同。",
      equal: "部分合并的风险也相同。",
      best: "最佳是 w = {best}，风险 {least}。",
      isBest: "没有更好的强度。",
      none: "没有最佳强度：风险都相同。",
    },
    notes: {
      one: "只有一个位置，无从共享：单个真值没有离散，三个估计相同，也没有阈值。",
      correlation:
        "{T} 个误差不可能两两相关都是 {r}；最小为 −1/(T − 1) = {least}，图中用的就是它。",
      noNoise: "没有噪声（v = 0）时每个分开的估计都精确。绑定没有方差可减，阈值为 0。",
      alike: "所有真值相等（s² = 0）：绑定不增加偏差²。",
      equalErrors: "所有误差相等（r = 1）：均值与每个估计错得一样多，绑定毫无所得，阈值为 0。",
      cancel: "在这个相关下误差在均值中抵消：绑定的估计没有方差。",
      offAxis: {
        above: "分开与绑定在 {x} 处才相等，在此轴之右。",
        below: "分开与绑定在 {x} 处相等，在此轴之左。",
        never: "在此轴上分开与绑定处处不等。",
      },
    },
    draw: "做实验",
    again: "再做一次",
    clear: "去掉点",
    drawn: {
      page: "点：每处 {count} 次实验，在本页面中以种子 {seed} 模拟；误差线上下各两个标准误。",
      kernel:
        "点：每处 {count} 次实验，由你的内核中的 torch 以种子 {seed} 模拟；误差线上下各两个标准误。",
    },
    table: "用表格表示全部数字",
    dotTable: "实验：风险 ± 两个标准误",
    guess: {
      first: "先猜",
      hint: "在你说出谁赢之前，曲线是盖住的：可以就在这里猜，也可以先改动一个量。",
      ask: "这里谁的风险更小？",
      covered: "在你猜之前盖住。",
      names: { tied: "绑定", separate: "分开", equal: "两者相同" },
      right: "你说：{who}。正是如此。",
      wrong: "你说：{who}。其实是：{extreme}。",
    },
    hint: "先预测谁会赢，再移动滑块。也可以在图中拖动。",
    done: {
      set: "{name}：{value}，原为 {before}。",
      preset: "{name}。",
      choice: "{name}：{value}。",
      risks: "风险：分开 {separate}，绑定 {tied}，部分合并 {pooled}。最小：{best}。",
      draws: "{places} 处各 {count} 次实验；{all} 条误差线中有 {hits} 条到达曲线。",
    },
  },
};
