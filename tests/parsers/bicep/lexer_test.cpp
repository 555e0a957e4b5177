#include <catch2/catch.hpp>

#include "bicep/lexer.h"

using namespace pillarlint::bicep;

namespace {

/// Tokens as written, one blank between them; line breaks as `⏎`, pieces of strings in `«»`.
std::string cut(std::string_view text) {
  std::string out;
  for (const auto& token : tokenize(text).tokens) {
    if (token.kind == TokenKind::end_of_file) break;
    if (!out.empty()) out += ' ';
    const std::string written(text.substr(token.begin, token.end - token.begin));
    const bool piece = token.kind >= TokenKind::string_complete && token.kind <= TokenKind::string_right;
    out += token.kind == TokenKind::new_line ? "⏎" : piece ? "«" + written + "»" : written;
  }
  return out;
}

std::vector<TokenKind> kinds(std::string_view text) {
  std::vector<TokenKind> result;
  for (const auto& token : tokenize(text).tokens) result.push_back(token.kind);
  result.pop_back();
  return result;
}

std::string first_problem(std::string_view text) {
  const auto problems = tokenize(text).problems;
  return problems.empty() ? "" : problems[0].found + " / " + problems[0].expected;
}

}  // namespace

TEST_CASE("Operators are the longest that fit") {
  using enum TokenKind;
  CHECK(kinds("== =~ => =") == std::vector{equal, equal_insensitive, arrow, assignment});
  CHECK(kinds("!= !~ !") == std::vector{not_equal, not_equal_insensitive, exclamation});
  CHECK(kinds("<= < >= >") == std::vector{less_or_equal, less, greater_or_equal, greater});
  CHECK(kinds("?? ? :: : ... . .. || | &&") ==
        std::vector{coalesce, question, double_colon, colon, ellipsis, dot, dot, dot, logical_or, pipe, logical_and});
  CHECK(kinds("true True null nullable") == std::vector{true_keyword, identifier, null_keyword, identifier});
  CHECK(cut("a.?b[?^1]") == "a . ? b [ ? ^ 1 ]");
  CHECK(cut("12ab") == "12 ab");
}

TEST_CASE("Blank lines and comments between line breaks make one token") {
  CHECK(cut("a\n\n  // b\r\n/* c\n */ \rd") == "a ⏎ d");
  const auto tokens = tokenize("a\n\nb\n \nc").tokens;
  CHECK_FALSE(tokens[1].parted);
  CHECK(tokens[3].parted);
  CHECK(cut("a // b \\\nc") == "a ⏎ c");  // a backslash does not continue a comment
  CHECK(cut("a /* b /* c */ d") == "a d");
}

TEST_CASE("A string with holes is several tokens, to any depth") {
  CHECK(cut("'a${b}c${d}e'") == "«'a${» b «}c${» d «}e'»");
  CHECK(cut("'${'${a}'}'") == "«'${» «'${» a «}'» «}'»");
  CHECK(cut("'${f({a: {}})}'}") == "«'${» f ( { a : { } } ) «}'» }");  // braces of an object close no hole
  CHECK(cut(R"('\${a}\'b')") == R"(«'\${a}\'b'»)");
  CHECK(cut("'//x' '$' '$a'") == "«'//x'» «'$'» «'$a'»");
}

TEST_CASE("Strings in three quotes") {
  CHECK(cut("'''a 'b' ''c\n${d} \\'''") == "«'''a 'b' ''c\n${d} \\'''»");  // no holes, no escapes
  CHECK(cut("'''a'''''") == "«'''a'''''»");                                  // the last three close
  CHECK(cut("''''''") == "«''''''»");
  CHECK(cut("$'''a${b}c'''") == "«$'''a${» b «}c'''»");
  CHECK(cut("$$'''${a}$${b}$$$${c}'''") == "«$$'''${a}$${» b «}$$$${» c «}'''»");
}

TEST_CASE("What a string does not close is told, and the rest is read") {
  CHECK(cut("'a\nb") == "«'a» ⏎ b");
  CHECK(first_problem("'a\nb") == "the end of the line / a closing `'` of this string");
  CHECK(first_problem("'a") == "the end of the file / a closing `'` of this string");
  CHECK(first_problem("'''a''") == "the end of the file / a closing `'''` of this string");
  CHECK(first_problem("/* a *") == "the end of the file / a closing `*/` of this comment");
  CHECK(cut("'${a\nb'") == "«'${» a «» ⏎ b «'»");
  CHECK(first_problem("'${a\nb'") == "the end of the line / a closing `}` of the `${` in this string");
}

TEST_CASE("Escapes that there are not") {
  for (const auto* good : {R"('\n\r\t\\\'\$')", R"('\u{0}\u{10FFFF}\u{00000041}')"}) CHECK(first_problem(good).empty());
  for (const auto* bad : {R"('\a')", R"('\u')", R"('\u{}')", R"('\u{g}')", R"('\u{110000}')", R"('\u{41')"}) {
    CAPTURE(bad);
    CHECK_FALSE(first_problem(bad).empty());
    CHECK(tokenize(bad).tokens[0].broken);
  }
  CHECK(cut(R"('\u{4' a)") == R"(«'\u{4'» a)");  // the quote closes all the same
}

TEST_CASE("Characters that mean nothing are told once where they stand together") {
  CHECK(first_problem("var a = \"b\"") == "`\"` / a string in `'`");
  CHECK(tokenize("###äöü").problems.size() == 1);
  CHECK(first_problem("ä") == "`ä` / something that Bicep knows");
  CHECK(first_problem("a & b") == "`&` / something that Bicep knows");
  CHECK(first_problem(std::string(256, 'a')) == "a longer name / a name of at most 255 characters");
}

TEST_CASE("Pragmas stand at the beginning of a line") {
  const std::string_view text =
      "  #disable-next-line no-unused BCP318 // why\n#disable-diagnostics a\n#restore-diagnostics a\nvar a = 1 #disable-next-line b\n";
  const auto tokens = tokenize(text);
  REQUIRE(tokens.pragmas.size() == 3);
  CHECK(tokens.pragmas[0].kind == Pragma::Kind::disable_next_line);
  CHECK(tokens.pragmas[0].codes == std::vector<std::string_view>{"no-unused", "BCP318"});
  CHECK(text.substr(tokens.pragmas[0].begin, tokens.pragmas[0].end - tokens.pragmas[0].begin) ==
        "#disable-next-line no-unused BCP318");
  CHECK(tokens.pragmas[1].kind == Pragma::Kind::disable_diagnostics);
  CHECK(tokens.pragmas[2].kind == Pragma::Kind::restore_diagnostics);
  CHECK(tokens.problems.size() == 1);  // the `#` behind the statement
  CHECK(first_problem("#disable-next-line // none") == "no code / the codes that `#disable-next-line` is about");
}

TEST_CASE("The value of a string") {
  const auto value = [](std::string_view text) { return string_value(text, tokenize(text).tokens[0].kind); };
  CHECK(value(R"('a\n\t\'\\\${b}\u{e4}\u{1F600}')") == "a\n\t'\\${b}ä😀");
  CHECK(value("''") == "");
  CHECK(value("'a${") == "a");
  CHECK(value("'''\r\n a\\n\n'''") == " a\\n\n");  // the first line break goes, escapes are none
  CHECK(value("'''\n\n'''") == "\n");
  CHECK(value("''''a''''") == "'a'");
  CHECK(value("$$'''\na${b}$${") == "a${b}");
  CHECK(value("'a") == std::nullopt);
  CHECK(value(R"('\a')") == std::nullopt);
  CHECK(value("'''a''") == std::nullopt);
  CHECK(string_value(R"(}a\n${)", TokenKind::string_middle, {}) == "a\n");
  CHECK(string_value(R"(}a\n${)", TokenKind::string_middle, {true, 1}) == R"(a\n)");
  CHECK(string_value("}a'''", TokenKind::string_right, {true, 1}) == "a");
  CHECK(string_value("}a'", TokenKind::string_right) == "a");
}
