using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Promises;

/// <summary>
/// What docs/security.md says is tested is tested, and what is tested it says. With SATCOM_ACCEPT_PROMISES=1 the column of tests is written
/// anew; notes are people's to change.
/// </summary>
public sealed class PromiseTests
{
    private const string File = "docs/security.md";

    private static readonly IReadOnlyList<TestOfPromise> Tests = TestOfPromise.All();

    [Fact]
    public void Document_ComparedWithTheTests_SaysWhatIsTested()
    {
        var path = Path.Combine(Repository.Root, File);
        var text = System.IO.File.ReadAllText(path);
        if (Environment.GetEnvironmentVariable("SATCOM_ACCEPT_PROMISES") is "1")
        {
            text = PromiseDocument.WithTests(text, Tests);
            System.IO.File.WriteAllText(path, text);
        }

        Tests.Count.ShouldBeGreaterThan(300);
        PromiseDocument.Faults(text, Tests, Read)
            .ShouldBeEmpty($"Mend the notes of {File}; SATCOM_ACCEPT_PROMISES=1 writes its column of tests.");
    }

    [Theory]
    [InlineData("| D1 | x | | `OldTests` |", "D1: the document names `OldTests`, and there are `NewTests`.")]
    [InlineData("| D1 | x | | |", "D1: the document names no test")]
    [InlineData("| D1 | x | not yet: later | `NewTests` |", "D1 has tests now")]
    [InlineData("| D1 | x | does not apply: never | `NewTests` |", "D1 has tests now")]
    [InlineData("| D1 | x | perhaps | `NewTests` |", "D1: a note begins with one of")]
    [InlineData("| D2 | x | | |", "D2 has neither a test nor a reason")]
    [InlineData("| D2 | x | except: something | |", "D2 has neither a test nor a reason")]
    [InlineData("| D2 | x | shown by: `gone.md` | |", "D2 names gone.md, which is not there.")]
    [InlineData("| D2 | x | shown by: faith | |", "D2 names no file.")]
    [InlineData("| D3 | x | shown by: `there.md` | |", "D3 is named by none of the files")]
    [InlineData("| D2 | x | see: D3 | |", "D2 leads to what is not tested.")]
    [InlineData("| D99 | x | not yet: later | |", "D99 is no promise")]
    [InlineData("| D2 | x | not yet: later | |", "NewTests.D1_Thing_Works names D1, which has no line.")]
    [InlineData("", "L20 has no line.")]
    public void Faults_OfADocumentThatDiffers_AreNamed(string line, string fault)
    {
        var tests = new[] { new TestOfPromise("D1", "NewTests", "D1_Thing_Works") };

        PromiseDocument.Faults(line, tests, path => path is "there.md" ? "What D2 costs" : null).ShouldContain(f => f.StartsWith(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("| D1 | x | | `NewTests` |")]
    [InlineData("| D1 | x | except: something | `NewTests` |")]
    [InlineData("| D2 | x | not yet: later | |")]
    [InlineData("| D2 | x | shown by: `there.md` | |")]
    [InlineData("| D1 | x | | `NewTests` |\n| D2 | x | see: D1 | |")]
    public void Faults_OfADocumentThatIsRight_AreNone(string lines)
    {
        var tests = new[] { new TestOfPromise("D1", "NewTests", "D1_Thing_Works") };

        PromiseDocument.Faults(lines, tests, path => path is "there.md" ? "What D2 costs" : null).ShouldNotContain(f => !f.EndsWith("has no line.", StringComparison.Ordinal));
        PromiseDocument.WithTests(lines, tests).ShouldBe(lines);
        PromiseDocument.WithTests("| D1 | x |  |`Old`|", tests).ShouldBe("| D1 | x | | `NewTests` |");
    }

    [Fact]
    public void Tests_OfAFile_AreThoseThatRun()
    {
        string[] code =
        [
            "    [Fact]", "    public void O1_O2_Both_AreRead() {}",
            "    [Theory]", "    [InlineData(1)]", "    public async Task L3_Theory_IsRead(int x) {}",
            "    [Fact(Skip = \"not now\")]", "    public void O4_Skipped_IsNone() {}",
            "    public void O5_NoTest_IsNone() {}",
            "    [Fact]", "    public void Unnamed_IsNone() {}",
        ];

        TestOfPromise.OfCode("X", code).Select(t => t.Id).ShouldBe(["O1", "O2", "L3"]);
        TestOfPromise.OfScript("x.test.mjs", "test('O12, O25: flows', …);\ntest('plain', …);\n  it('L1: x', …)\n  test(`O29: ${x}`)").Select(t => t.Id).ShouldBe(["O12", "O25", "L1", "O29"]);
    }

    private static string? Read(string there)
    {
        var path = Path.Combine(Repository.Root, there);
        return System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path) : Path.Exists(path) ? string.Empty : null;
    }
}
