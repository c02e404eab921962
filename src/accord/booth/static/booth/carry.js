// The confidential way has forms that work without scripts; this types in the code that came with the link.
import { takeCode } from "./code.js";

const given = takeCode();
if (given) document.getElementById("code").value = given;
