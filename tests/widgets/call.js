// Calls an exported function of a module, or reads an exported constant. Standard input is JSON,
// { module, name, calls }, with a list of arguments for each call; so is standard output.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { module, name, calls } = JSON.parse(readFileSync(0, "utf8"));
const { [name]: exported } = await import(pathToFileURL(module).href);
if (exported === undefined) throw new Error(`${module} does not export ${name}`);
console.log(JSON.stringify(calls ? calls.map((values) => exported(...values)) : exported));
