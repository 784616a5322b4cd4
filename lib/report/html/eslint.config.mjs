// Used by scripts/lint_page.sh. The files are concatenated into one script, so they see each other's names.
const names = {};
for (const name of ['dagre', 'document', 'window', 'navigator', 'performance', 'setTimeout', 'addEventListener', 'el', 'svg',
  'byId', 'counted', 'appendInSteps', 'copyButton', 'SEVERITIES', 'ModelView', 'shortType', 'worst', 'countsOf', 'countsText',
  'FindingsPane', 'TreePane', 'GraphPane', 'diffBox', 'partition']) names[name] = 'readonly';

export default [{
  files: ['*.js'],
  languageOptions: {ecmaVersion: 2021, sourceType: 'script', globals: names},
  rules: {
    'no-undef': 'error', 'no-unused-vars': ['error', {vars: 'local', caughtErrors: 'none'}], 'no-const-assign': 'error',
    'no-dupe-keys': 'error', 'no-unreachable': 'error', 'prefer-const': 'error', 'no-var': 'error', eqeqeq: 'error',
    'no-eval': 'error', 'no-implied-eval': 'error', 'no-new-func': 'error', 'no-shadow': 'off',
    'no-restricted-properties': ['error', {property: 'innerHTML'}, {property: 'outerHTML'}, {property: 'insertAdjacentHTML'}],
    'no-restricted-syntax': ['error', {selector: "MemberExpression[property.name='write'][object.name='document']", message: 'text only'}],
  },
}];
