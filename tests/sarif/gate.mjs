// Judges SARIF files: valid by JSON schema, and free of errors and warnings in Microsoft's SARIF multitool.
//
//   node gate.mjs [--tools DIR] [--rule-kind 'Sarif;Ghas'|'Sarif;GHAzDO'] FILE...
//
// DIR is where `npm ci` was run on tests/node/package-lock.json. Returns 0 when every file is good, 1 when
// one is not, 2 when the gate itself cannot work.
//
// Both judges are needed: the multitool drops every result of a file with an unknown enum value, and it exits with 0
// whatever it finds, so its written output is what counts.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const RULE_KINDS = ['Sarif;Ghas', 'Sarif;GHAzDO'];
const RESULTS_SHOWN = 20;

// SARIF2006 asks the network about every URI; a test does not.
const CONFIGURATION = `<?xml version="1.0" encoding="utf-8"?>
<Properties>
  <Properties Key="SARIF2006.UrisShouldBeReachable.Options">
    <Property Key="RuleEnabled" Value="Disabled" />
  </Properties>
</Properties>
`;

function cannotWork(reason) {
  console.error(`gate: ${reason}`);
  process.exit(2);
}

function options() {
  const here = dirname(fileURLToPath(import.meta.url));
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        tools: { type: 'string', default: resolve(here, '../../.cache/test-tools') },
        'rule-kind': { type: 'string', default: RULE_KINDS[0] },
      },
    });
  } catch (error) {
    cannotWork(error.message);
  }
  const { tools, 'rule-kind': ruleKind } = parsed.values;
  const files = parsed.positionals;
  if (files.length === 0) cannotWork('no SARIF file given');
  if (!RULE_KINDS.includes(ruleKind)) cannotWork(`--rule-kind is '${ruleKind}'; it is one of ${RULE_KINDS.join(', ')}`);
  return { tools: resolve(tools), ruleKind, files };
}

function loadTools(folder) {
  const multitool = join(folder, `node_modules/@microsoft/sarif-multitool-${process.platform}/Sarif.Multitool`);
  const schema = join(dirname(multitool), 'sarif-2.1.0.json');
  if (!existsSync(multitool) || !existsSync(schema)) {
    cannotWork(`no SARIF multitool in ${folder}; ./setup.sh test installs it`);
  }
  const require = createRequire(join(folder, 'package.json'));
  const Ajv = require('ajv/dist/2020').default;
  const addFormats = require('ajv-formats').default;
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  return { multitool, validate: ajv.compile(JSON.parse(readFileSync(schema, 'utf8'))) };
}

// Complaints of the JSON schema, as text; empty when the file is valid.
function schemaComplaints(validate, file) {
  let log;
  try {
    log = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return [`not readable as JSON: ${error.message}`];
  }
  if (validate(log)) return [];
  return validate.errors.map((e) => `schema: ${e.instancePath || '/'} ${e.message}${paramsOf(e)}`);
}

function paramsOf(error) {
  const { additionalProperty, allowedValues } = error.params;
  if (additionalProperty) return `: ${additionalProperty}`;
  if (allowedValues) return `: ${allowedValues.join(', ')}`;
  return '';
}

// What the multitool wrote about the file: [{ level, text }].
function multitoolResults(multitool, ruleKind, file, work) {
  const output = join(work, 'validation.sarif');
  const configuration = join(work, 'configuration.xml');
  rmSync(output, { force: true });
  writeFileSync(configuration, CONFIGURATION);
  const args = ['validate', resolve(file), '--rule-kind', ruleKind, '--level', 'Error;Warning;Note', '-c', configuration];
  args.push('--max-file-size-in-kb', '1000000', '-o', output, '--log', 'ForceOverwrite;PrettyPrint');
  let printed = '';
  try {
    // Without the variable .NET wants the ICU library, which a bare Debian lacks.
    const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
    printed = execFileSync(multitool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env });
  } catch (error) {
    printed = `${error.stdout ?? ''}${error.stderr ?? ''}`;
  }
  if (!existsSync(output)) return [{ level: 'error', text: `the multitool wrote no output: ${printed.trim()}` }];
  const run = JSON.parse(readFileSync(output, 'utf8')).runs[0];
  const failures = (run.invocations ?? []).flatMap((i) => i.toolExecutionNotifications ?? []);
  return [
    ...(run.results ?? []).map((r) => describe(run, r)),
    ...failures.filter((n) => n.level === 'error').map((n) => ({ level: 'error', text: n.message.text })),
  ];
}

function describe(run, result) {
  const rule = run.tool.driver.rules?.[result.ruleIndex];
  const template = rule?.messageStrings?.[result.message.id]?.text;
  const words = result.message.text ?? template ?? '';
  const filled = words.replace(/\{(\d+)\}/g, (hole, n) => result.message.arguments?.[n] ?? hole);
  const region = result.locations?.[0]?.physicalLocation?.region;
  const place = region ? `${region.startLine}:${region.startColumn ?? 1}: ` : '';
  const level = result.level ?? rule?.defaultConfiguration?.level ?? 'warning';
  return { level, text: `${place}${result.ruleId} ${filled}` };
}

function print(heading, lines) {
  for (const line of lines.slice(0, RESULTS_SHOWN)) console.log(`  ${heading}: ${line}`);
  if (lines.length > RESULTS_SHOWN) console.log(`  … and ${lines.length - RESULTS_SHOWN} more of ${heading}`);
}

function judge(file, { multitool, validate }, ruleKind, work) {
  if (!existsSync(file)) {
    console.log(`${file}: not there`);
    return false;
  }
  const results = multitoolResults(multitool, ruleKind, file, work);
  const bad = [...schemaComplaints(validate, file), ...results.filter((r) => r.level === 'error').map((r) => r.text)];
  const warnings = results.filter((r) => r.level === 'warning').map((r) => r.text);
  const notes = results.filter((r) => r.level !== 'error' && r.level !== 'warning').map((r) => r.text);
  console.log(`${file} (${ruleKind}): ${bad.length} errors, ${warnings.length} warnings, ${notes.length} notes`);
  print('error', bad);
  print('warning', warnings);
  print('note', notes);
  return bad.length === 0 && warnings.length === 0;
}

const { tools, ruleKind, files } = options();
const judges = loadTools(tools);
const work = mkdtempSync(join(tmpdir(), 'sarif-gate-'));
try {
  const verdicts = files.map((file) => judge(file, judges, ruleKind, work));
  process.exitCode = verdicts.every(Boolean) ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
