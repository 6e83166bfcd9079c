// `cargo xtask pictures`: the same browser and screens as the tests, other files.
import config from "./playwright.config.ts";

export default { ...config, testDir: "./pictures", projects: config.projects?.filter(({ name, grep }) => name !== "no-js" && !grep) };
