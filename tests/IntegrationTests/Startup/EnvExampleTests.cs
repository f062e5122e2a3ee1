using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Satcom.Infrastructure.Persistence;
using Satcom.IntegrationTests.Common.Http;

namespace Satcom.IntegrationTests.Startup;

/// <summary>.env.example is the list of settings: nothing that the service reads may be missing from it, and nothing stale may stay. So is docker/.env.sample of what an operator gives.</summary>
public sealed partial class EnvExampleTests
{
    private static readonly Assembly[] Assemblies = [typeof(DatabaseOptions).Assembly, typeof(Program).Assembly];

    [Fact]
    public void EnvExample_WhenComparedWithTheCode_NamesEachSettingWithAComment()
    {
        var known = Read();
        var read = OptionProperties().Concat(NamedSettings()).Concat(Variables("src")).Concat(Variables("tests").Where(name => name.StartsWith("SATCOM_", StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        read.Count.ShouldBeGreaterThan(10);
        read.Where(name => !known.ContainsKey(name)).ShouldBeEmpty();
        known.Keys.Where(name => name.StartsWith("Satcom__", StringComparison.Ordinal) && !read.Contains(name, StringComparer.Ordinal) && !IsOfTheTools(name)).ShouldBeEmpty();
        known.Where(k => !k.Value).Select(k => k.Key).ShouldBeEmpty("a setting needs a comment above it");
    }

    /// <summary>But for what build/run gives to a service in Development, which has no default.</summary>
    [Fact]
    public void EnvExample_SaysTheDefaultsThatHold()
    {
        string[] ofDevelopment = ["Satcom__Tokens__Issuer", "Satcom__Mail__From"];
        var said = File.ReadLines(Path.Combine(Repository.Root, ".env.example")).Select(line => line.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        var compared = 0;
        foreach (var type in OptionTypes())
        {
            var defaults = Activator.CreateInstance(type.Type)!;
            foreach (var property in Settable(type.Type))
            {
                var name = NameOf(type.Section, property);
                if (said.TryGetValue(name, out var text) && !ofDevelopment.Contains(name, StringComparer.Ordinal) && property.PropertyType is { IsArray: false, IsGenericType: false })
                {
                    string.Equals(Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture) ?? string.Empty, text, StringComparison.OrdinalIgnoreCase).ShouldBeTrue($"{name} is {property.GetValue(defaults)} by default, and not {text}.");
                    compared++;
                }
            }
        }

        compared.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void Compose_AndItsSampleOfSettings_NameTheSame_AndTheInboxIsWhereMailNeedsNoTls()
    {
        ComposeFile.Sample.Keys.Where(name => name.StartsWith("SATCOM_", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(ComposeFile.Names.Order(StringComparer.Ordinal));
        ComposeFile.Sample["COMPOSE_PROFILES"].ShouldBe("inbox");
        ComposeFile.Service("inbox").ShouldContain("    profiles: [inbox]", StringComparer.Ordinal);
        ComposeFile.Service("inbox").ShouldContain("    network_mode: service:service", StringComparer.Ordinal);
    }

    /// <summary>Every property of every class that is bound to a section.</summary>
    private static IEnumerable<string> OptionProperties() =>
        from type in OptionTypes()
        from property in Settable(type.Type)
        select NameOf(type.Section, property);

    private static IEnumerable<(Type Type, string Section)> OptionTypes() =>
        from type in Assemblies.SelectMany(a => a.GetTypes())
        where type.Name.EndsWith("Options", StringComparison.Ordinal)
        let section = type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null
        select (type, section);

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true });

    private static string NameOf(string section, PropertyInfo property) => $"{section}:{property.Name}".Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Settings that are read by name: constants that hold one, and literal keys.</summary>
    private static IEnumerable<string> NamedSettings()
    {
        var constants =
            from type in Assemblies.SelectMany(a => a.GetTypes())
            from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            where field.IsLiteral && field.Name.EndsWith("Setting", StringComparison.Ordinal)
            select field.GetRawConstantValue() as string;
        var literals = Repository.Sources("src").SelectMany(s => Literal.Matches(s)).Select(m => m.Groups["name"].Value);
        return constants.Concat(literals).OfType<string>().Select(s => s.Replace(":", "__", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Variables(string folder) =>
        Repository.Sources(folder).SelectMany(s => Variable.Matches(s)).Select(m => m.Groups["name"].Value);

    /// <summary>Read by build/ and its tools, not by the service.</summary>
    private static bool IsOfTheTools(string name) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "build"), "*.*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 })
            .Where(f => Path.GetExtension(f) is ".mjs" or ".cs" && !f.Contains("node_modules", StringComparison.Ordinal))
            .Any(f => File.ReadAllText(f).Contains(name, StringComparison.Ordinal));

    /// <summary>Each setting of the file, commented out or not, and whether a comment stands above it.</summary>
    private static Dictionary<string, bool> Read()
    {
        var settings = new Dictionary<string, bool>(StringComparer.Ordinal);
        var isExplained = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, ".env.example")))
        {
            if (Setting.Match(line) is { Success: true } match)
            {
                settings[match.Groups["name"].Value] = isExplained;
            }
            else
            {
                isExplained = line.StartsWith('#') && line.Length > 10;
            }
        }

        return settings;
    }

    [GeneratedRegex(@"^#?\s?(?<name>[A-Za-z][A-Za-z0-9_]*_[A-Za-z0-9_]+)=", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting { get; }

    [GeneratedRegex("""(\[|GetValue<\w+>\(|GetSection\()"(?<name>Satcom:[A-Za-z:]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal { get; }

    [GeneratedRegex("""GetEnvironmentVariable\("(?<name>[A-Z_a-z]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable { get; }
}
