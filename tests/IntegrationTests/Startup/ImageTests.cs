using Satcom.IntegrationTests.Common.Http;

namespace Satcom.IntegrationTests.Startup;

/// <summary>What the image is built from is there, and is sent to whoever builds it.</summary>
public sealed class ImageTests
{
    [Fact]
    public void Dockerfile_CopiesOnlyWhatIsThereAndNotIgnored()
    {
        string[] copied = [.. Read("Dockerfile")
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1])
            .Select(path => path.TrimEnd('/'))];
        string[] sent = [.. Read("Dockerfile.dockerignore").Where(line => line.StartsWith('!')).Select(line => line[1..])];

        copied.ShouldContain("LICENSE", StringComparer.Ordinal);
        copied.Except(sent, StringComparer.Ordinal).ShouldBeEmpty();
        copied.ShouldAllBe(path => Path.Exists(Path.Combine(Repository.Root, path)));
    }

    private static string[] Read(string file) => File.ReadAllLines(Path.Combine(Repository.Root, "docker", file));
}
