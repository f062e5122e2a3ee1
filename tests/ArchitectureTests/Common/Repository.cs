namespace Satcom.ArchitectureTests.Common;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the root on, with slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public IReadOnlyList<string> Lines { get; } = Text.Split('\n');

    public bool IsGenerated => Path.Contains("/Migrations/2", StringComparison.Ordinal) || Path.EndsWith("ModelSnapshot.cs", StringComparison.Ordinal);
}

/// <summary>What the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "artifacts", "TestResults", ".git", ".satcom", "dist"];
    private static readonly Lazy<string> Found = new(Find);

    public static string Root => Found.Value;

    /// <summary>Every file under a folder whose name ends so.</summary>
    public static IEnumerable<SourceFile> Files(string folder, string ending) =>
        Walk(Path.Combine(Root, folder), ending).Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)));

    private static IEnumerable<string> Walk(string folder, string ending) =>
        Directory.EnumerateFiles(folder).Where(f => f.EndsWith(ending, StringComparison.Ordinal))
            .Concat(Directory.EnumerateDirectories(folder).Where(d => !Skipped.Contains(Path.GetFileName(d), StringComparer.Ordinal)).SelectMany(d => Walk(d, ending)));

    private static string Find()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Satcom.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The solution is not above the tests.");
        }

        return root.FullName;
    }
}
