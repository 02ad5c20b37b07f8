// Preloaded into the server: its wall clock is ahead of the machine's by the nanoseconds that stand in the
// file SOAK_CLOCK, at this very moment. The monotonic clock and all timers stay the machine's.
#include <cstdint>
#include <cstdlib>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace {

constexpr std::int64_t second = 1'000'000'000;

// The file, shared with whoever moves time. Until it is there, which is before main, the clock is the
// machine's.
const std::int64_t* ahead = nullptr;

// With bare system calls, for a sanitizer may not be ready for others yet.
__attribute__((constructor)) void open_clock() {
    const char* path = std::getenv("SOAK_CLOCK");
    const long file = path == nullptr ? -1 : syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    const long address =
        file < 0 ? -1 : syscall(SYS_mmap, nullptr, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
    if (address == -1) {
        static constexpr char trouble[] = "SOAK_CLOCK names no clock\n";
        syscall(SYS_write, 2, trouble, sizeof trouble - 1);
        _exit(1);
    }
    ahead = reinterpret_cast<const std::int64_t*>(address);
}

std::int64_t now() {
    timespec time{};
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &time);
    const auto shift = ahead == nullptr ? 0 : __atomic_load_n(ahead, __ATOMIC_RELAXED);
    return time.tv_sec * second + time.tv_nsec + shift;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) {
        return static_cast<int>(syscall(SYS_clock_gettime, clock, time));
    }
    const auto shown = now();
    *time = {shown / second, shown % second};
    return 0;
}

int gettimeofday(timeval* time, void*) noexcept {
    const auto shown = now();
    *time = {shown / second, shown % second / 1000};
    return 0;
}

time_t time(time_t* out) noexcept {
    const auto shown = now() / second;
    if (out != nullptr) {
        *out = shown;
    }
    return shown;
}
}
