// The steps of the stories as code, which is the same in every language.

/** By the name of the step, with the layers {i} and {j}. */
export const CODE = {
  tie: "net[{j}].weight = net[{i}].weight",
  twice: "net[{j}](net[{j}](x))",
  layers: "net[i] = copy.deepcopy(net[i])",
  deepcopy: "copy.deepcopy(net)",
  load: "net.load_state_dict(net.state_dict())",
  assign: "net.load_state_dict(net.state_dict(), assign=True)",
  double: "net.double()",
  empty: 'net.to("meta").to_empty(device="cpu")',
};
