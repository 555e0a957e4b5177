#include "value/functions/hash.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace pillarlint {

namespace {

// The message in whole blocks: a one bit, zeros, and the length in bits.
std::string padded(std::string_view bytes, std::size_t block, bool big_endian) {
  const std::size_t length_bytes = block / 8;
  std::string out(bytes);
  out += '\x80';
  while ((out.size() + length_bytes) % block != 0) out += '\0';
  const auto bits = static_cast<std::uint64_t>(bytes.size()) * 8;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    const auto place = big_endian ? length_bytes - 1 - i : i;
    out += static_cast<char>(place < 8 ? (bits >> (8 * place)) & 255U : 0U);
  }
  return out;
}

template <typename Word>
Word word_at(std::string_view bytes, std::size_t at, bool big_endian) {
  Word word = 0;
  for (std::size_t i = 0; i < sizeof(Word); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[at + i]);
    const auto place = big_endian ? sizeof(Word) - 1 - i : i;
    word |= static_cast<Word>(byte) << (8 * place);
  }
  return word;
}

template <typename Word, std::size_t count>
std::string bytes_of(const std::array<Word, count>& words, bool big_endian) {
  std::string out;
  for (const auto word : words) {
    for (std::size_t i = 0; i < sizeof(Word); ++i) {
      const auto place = big_endian ? sizeof(Word) - 1 - i : i;
      out += static_cast<char>((word >> (8 * place)) & 255U);
    }
  }
  return out;
}

std::array<std::uint32_t, 64> md5_constants() {
  std::array<std::uint32_t, 64> out{};
  for (std::size_t i = 0; i < 64; ++i) {
    out[i] = static_cast<std::uint32_t>(std::floor(std::fabs(std::sin(static_cast<double>(i + 1))) * 4294967296.0));
  }
  return out;
}

void md5_block(std::array<std::uint32_t, 4>& state, std::string_view block) {
  static const auto constants = md5_constants();
  static constexpr std::array<std::array<int, 4>, 4> shifts{
      {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
  auto [a, b, c, d] = state;
  for (std::uint32_t i = 0; i < 64; ++i) {
    const auto round = i / 16;
    const auto f = round == 0 ? (b & c) | (~b & d) : round == 1 ? (d & b) | (~d & c) : round == 2 ? b ^ c ^ d : c ^ (b | ~d);
    const auto g = round == 0 ? i : round == 1 ? (5 * i + 1) % 16 : round == 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
    const auto next = b + std::rotl(a + f + constants[i] + word_at<std::uint32_t>(block, g * std::size_t{4}, false),
                                    shifts[round][i % 4]);
    a = d;
    d = c;
    c = b;
    b = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

void sha1_block(std::array<std::uint32_t, 5>& state, std::string_view block) {
  std::array<std::uint32_t, 80> w{};
  for (std::size_t i = 0; i < 16; ++i) w[i] = word_at<std::uint32_t>(block, 4 * i, true);
  for (std::size_t i = 16; i < 80; ++i) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  auto [a, b, c, d, e] = state;
  for (std::size_t i = 0; i < 80; ++i) {
    static constexpr std::array<std::uint32_t, 4> constants{0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
    const auto round = i / 20;
    const auto f = round == 0 ? (b & c) | (~b & d) : round == 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
    const auto next = std::rotl(a, 5) + f + e + constants[round] + w[i];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}

constexpr std::array<std::uint64_t, 80> sha2_constants{
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

// How the two sizes of SHA-2 differ: the words, the number of rounds, and by how much words are turned. The constants of
// the smaller are the upper halves of those of the larger.
template <typename Word>
struct Sha2;
template <>
struct Sha2<std::uint32_t> {
  static constexpr std::size_t rounds = 64;
  static std::uint32_t constant(std::size_t i) { return static_cast<std::uint32_t>(sha2_constants[i] >> 32U); }
  static std::uint32_t small0(std::uint32_t x) { return std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3U); }
  static std::uint32_t small1(std::uint32_t x) { return std::rotr(x, 17) ^ std::rotr(x, 19) ^ (x >> 10U); }
  static std::uint32_t big0(std::uint32_t x) { return std::rotr(x, 2) ^ std::rotr(x, 13) ^ std::rotr(x, 22); }
  static std::uint32_t big1(std::uint32_t x) { return std::rotr(x, 6) ^ std::rotr(x, 11) ^ std::rotr(x, 25); }
};
template <>
struct Sha2<std::uint64_t> {
  static constexpr std::size_t rounds = 80;
  static std::uint64_t constant(std::size_t i) { return sha2_constants[i]; }
  static std::uint64_t small0(std::uint64_t x) { return std::rotr(x, 1) ^ std::rotr(x, 8) ^ (x >> 7U); }
  static std::uint64_t small1(std::uint64_t x) { return std::rotr(x, 19) ^ std::rotr(x, 61) ^ (x >> 6U); }
  static std::uint64_t big0(std::uint64_t x) { return std::rotr(x, 28) ^ std::rotr(x, 34) ^ std::rotr(x, 39); }
  static std::uint64_t big1(std::uint64_t x) { return std::rotr(x, 14) ^ std::rotr(x, 18) ^ std::rotr(x, 41); }
};

template <typename Word>
void sha2_block(std::array<Word, 8>& state, std::string_view block) {
  using Kind = Sha2<Word>;
  std::array<Word, Kind::rounds> w{};
  for (std::size_t i = 0; i < 16; ++i) w[i] = word_at<Word>(block, sizeof(Word) * i, true);
  for (std::size_t i = 16; i < w.size(); ++i) w[i] = w[i - 16] + Kind::small0(w[i - 15]) + w[i - 7] + Kind::small1(w[i - 2]);
  auto s = state;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const Word choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
    const Word majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
    const Word first = s[7] + Kind::big1(s[4]) + choice + Kind::constant(i) + w[i];
    const Word second = Kind::big0(s[0]) + majority;
    s = {first + second, s[0], s[1], s[2], s[3] + first, s[4], s[5], s[6]};
  }
  for (std::size_t i = 0; i < 8; ++i) state[i] += s[i];
}

template <typename State, typename Block>
State digest(State state, std::string_view bytes, std::size_t size, bool big_endian, Block block) {
  const auto message = padded(bytes, size, big_endian);
  for (std::size_t at = 0; at < message.size(); at += size) block(state, std::string_view(message).substr(at, size));
  return state;
}

}  // namespace

std::string md5(std::string_view bytes) {
  constexpr std::array<std::uint32_t, 4> start{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  return bytes_of(digest(start, bytes, 64, false, md5_block), false);
}

std::string sha1(std::string_view bytes) {
  constexpr std::array<std::uint32_t, 5> start{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  return bytes_of(digest(start, bytes, 64, true, sha1_block), true);
}

std::string sha256(std::string_view bytes) {
  constexpr std::array<std::uint32_t, 8> start{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                               0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  return bytes_of(digest(start, bytes, 64, true, sha2_block<std::uint32_t>), true);
}

std::string sha512(std::string_view bytes) {
  constexpr std::array<std::uint64_t, 8> start{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                               0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                               0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
  return bytes_of(digest(start, bytes, 128, true, sha2_block<std::uint64_t>), true);
}

std::string hexadecimal_text(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

}  // namespace pillarlint
