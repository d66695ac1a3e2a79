// Every page works without this file; each module only makes something quicker. Words come from data attributes.
import { watchConditions } from "./conditions.js";
import { watchForms } from "./forms.js";
import { watchAutosave } from "./autosave.js";
import { watchUploads } from "./uploads.js";
import { watchSession } from "./session.js";
import { watchLeaving } from "./leaving.js";
import { watchKept } from "./kept.js";
import { watchPasskeys } from "./passkeys.js";
import { frame } from "./frame.js";

frame();
watchConditions();
watchSession();
watchForms();
watchUploads();
watchAutosave();
watchLeaving();
watchKept();
watchPasskeys();
