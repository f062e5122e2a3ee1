using System.Diagnostics;

namespace Satcom.IntegrationTests.Faults;

/// <summary>Waits for what other threads and processes bring about.</summary>
internal static class Waiting
{
    /// <summary>How long a test waits before it gives up. It is no promise of anybody's: a shared machine may be slow, and who is right is not kept waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.ShouldBeLessThan(Patience, what);
            await Task.Delay(Step);
        }
    }

    /// <summary>Equal byte for byte.</summary>
    public static bool Is(this string? text, string other) => string.Equals(text, other, StringComparison.Ordinal);

    /// <summary>Says that a task is watched elsewhere.</summary>
    public static void Forget(this Task task) => _ = task;
}
