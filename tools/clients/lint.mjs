// Validates the document with swagger-parser, which many other programs use.

import SwaggerParser from "@apidevtools/swagger-parser";

await SwaggerParser.validate(process.argv[2]);
