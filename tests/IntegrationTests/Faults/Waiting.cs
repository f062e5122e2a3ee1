using System.Diagnostics;

namespace Satcom.IntegrationTests.Faults;

/// <summary>Waits for what other threads and processes bring about.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, int seconds = 15)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(seconds), what);
            await Task.Delay(Step);
        }
    }

    /// <summary>Equal byte for byte.</summary>
    public static bool Is(this string? text, string other) => string.Equals(text, other, StringComparison.Ordinal);

    /// <summary>Says that a task is watched elsewhere.</summary>
    public static void Forget(this Task task) => _ = task;
}
