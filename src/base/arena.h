// Bump allocation for values that die together (design decision 23). Nothing in an arena is ever destroyed one by one,
// so only trivially destructible types may live there.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace pillarlint {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  /// Uninitialised room for `size` bytes; `align` is a power of two, at most 16.
  [[nodiscard]] void* allocate(std::size_t size, std::size_t align) {
    const auto start = (next_ + (align - 1)) & ~(align - 1);
    if (next_ == 0 || start + size > end_) return allocate_slow(size, align);
    next_ = start + size;
    return reinterpret_cast<void*>(start);  // NOLINT: the whole point of a bump allocator
  }

  template <typename T, typename... Args>
  [[nodiscard]] T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  template <typename T>
  [[nodiscard]] std::span<T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (items.empty()) return {};
    auto* room = static_cast<T*>(allocate(items.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void*>(room), items.data(), items.size_bytes());
    return {room, items.size()};
  }

  template <typename T>
  [[nodiscard]] std::span<T> copy(const std::vector<T>& items) {
    return copy(std::span<const T>(items));
  }

  [[nodiscard]] std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* room = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(room, text.data(), text.size());
    return {room, text.size()};
  }

  /// Bytes taken from the system, for budgets and the benchmark.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  void* allocate_slow(std::size_t size, std::size_t align);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::uintptr_t next_ = 0;
  std::uintptr_t end_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace pillarlint
