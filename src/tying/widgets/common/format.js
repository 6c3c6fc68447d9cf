// Numbers as they are written.

const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

/** 124439808 as 124,439,808; 0.30000000000000004 as 0.3; with a true minus sign. */
export function format(value) {
  const text = plain.format(value);
  return text === "-0" ? "0" : text.replace("-", "−");
}
