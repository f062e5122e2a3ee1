using System.Diagnostics;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Promises;

/// <summary>Checks of times assert none; what they measured is read out of the results and printed by the test command.</summary>
public sealed class FigureTests
{
    private const string Results =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun><Results>
          <UnitTestResult testName="A.TimingTests.Quick" outcome="Passed"><Output><StdOut>medians of 60 interleaved pairs: known 6.84 ms, unknown &lt; 7 ms
        page, wrong: median 21.36 ms of 40
        something else</StdOut></Output></UnitTestResult>
          <UnitTestResult testName="A.OtherTests.Plain" outcome="Passed"><Output><StdOut>12 values tried</StdOut></Output></UnitTestResult>
          <UnitTestResult testName="A.OtherTests.Without" outcome="Passed" />
        </Results></TestRun>
        """;

    [Fact]
    public async Task L5_O27_Figures_OfTimingChecks_AreReadOutOfTheResults()
    {
        var file = Path.Combine(Path.GetTempPath(), $"satcom-{Environment.ProcessId}.trx");
        await File.WriteAllTextAsync(file, Results, TestContext.Current.CancellationToken);
        try
        {
            const string Script = "import { readTrx } from './build/lib/results.mjs'; console.log(JSON.stringify(await readTrx(process.argv[1])));";
            using var process = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "--eval", Script, file])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            var read = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            read.Trim().ShouldBe(
                """
                {"passed":3,"failed":0,"skipped":0,"failures":[],"figures":[{"name":"A.TimingTests.Quick","lines":["medians of 60 interleaved pairs: known 6.84 ms, unknown < 7 ms","page, wrong: median 21.36 ms of 40"]}]}
                """);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
