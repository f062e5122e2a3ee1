using System.Text.RegularExpressions;
using Satcom.IntegrationTests.Common.Http;

namespace Satcom.IntegrationTests.Startup;

/// <summary>docker/compose.yaml as an operator starts it who has given what docker/.env.sample leaves open.</summary>
internal static partial class ComposeFile
{
    /// <summary>The names of docker/.env.sample, with the values that stand there.</summary>
    public static IReadOnlyDictionary<string, string> Sample { get; } =
        Read(".env.sample").Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The names that compose.yaml takes from its .env.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Read("compose.yaml").SelectMany(line => Variable.Matches(line)).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The lines of a service, without those of the services around it.</summary>
    public static IReadOnlyList<string> Service(string name) =>
        [.. Read("compose.yaml").SkipWhile(line => !line.Equals($"  {name}:", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal))];

    /// <summary>The environment that a service gets.</summary>
    /// <param name="given">What the operator has put behind names of .env.sample.</param>
    /// <exception cref="InvalidOperationException">compose would refuse to start: a value is asked for and missing.</exception>
    public static IReadOnlyDictionary<string, string> Environment(string service, IReadOnlyDictionary<string, string> given) =>
        Service(service).SkipWhile(line => !line.Equals("    environment:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal)).Where(line => !line.TrimStart().StartsWith('#'))
            .Select(line => line.Trim().Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => Variable.Replace(pair[1].Trim('"'), m => Value(m, given)), StringComparer.Ordinal);

    private static string Value(Match variable, IReadOnlyDictionary<string, string> given)
    {
        var name = variable.Groups["name"].Value;
        if ((given.GetValueOrDefault(name) ?? Sample.GetValueOrDefault(name)) is { Length: > 0 } value)
        {
            return value;
        }

        return variable.Groups["else"].Value is ['-', .. var instead] ? instead : throw new InvalidOperationException($"{name} is missing.");
    }

    private static string[] Read(string file) => File.ReadAllLines(Path.Combine(Repository.Root, "docker", file));

    [GeneratedRegex(@"\$\{(?<name>\w+):(?<else>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable { get; }
}
