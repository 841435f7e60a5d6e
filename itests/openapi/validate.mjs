// Validates one OpenAPI document; status 0 only if it is valid.
import { Validator } from "@seriousme/openapi-schema-validator";

const result = await new Validator().validate(process.argv[2]);
console.error(result.valid ? "valid OpenAPI document" : JSON.stringify(result.errors, null, 2));
process.exit(result.valid ? 0 : 1);
