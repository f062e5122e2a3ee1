using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Satcom.ArchitectureTests.Common;

namespace Satcom.ArchitectureTests.Packages;

/// <summary>What build/sbom writes, held to the shape of CycloneDX 1.6 and to the lock files.</summary>
public sealed partial class BillOfMaterialsTests
{
    private static readonly string[] Scopes = ["required", "excluded"];

    [Fact]
    public async Task D18_A40_Bill_WrittenTwice_HasTheSameBytesAndEveryPackage()
    {
        var text = await WriteAsync();
        using var bill = JsonDocument.Parse(text);

        (await WriteAsync()).ShouldBe(text);
        Faults(bill.RootElement).ShouldBeEmpty();
        var listed = bill.RootElement.GetProperty("components").EnumerateArray().Select(c => $"{c.GetProperty("purl")}").ToList();
        ResolvedPackages.Under(".").Select(p => $"pkg:{p.Kind}/{p.Name.Replace("@", "%40", StringComparison.Ordinal)}@{p.Version}").Order(StringComparer.Ordinal)
            .ShouldBe(listed.Order(StringComparer.Ordinal));
        Scope(bill.RootElement, "pkg:nuget/Npgsql@").ShouldBe("required");
        Scope(bill.RootElement, "pkg:npm/ws@7").ShouldBe("required");
        Scope(bill.RootElement, "pkg:nuget/xunit.v3@").ShouldBe("excluded");
        Scope(bill.RootElement, "pkg:npm/maildev@").ShouldBe("excluded");
    }

    [Theory]
    [InlineData("\"specVersion\": \"1.6\"", "\"specVersion\": \"9\"", "specVersion")]
    [InlineData("\"type\": \"library\"", "\"type\": \"thing\"", "type")]
    [InlineData("\"alg\": \"SHA-512\"", "\"alg\": \"SHA512\"", "hash")]
    [InlineData("\"id\": \"MIT\"", "\"name\": \"\"", "licence")]
    [InlineData("\"scope\": \"required\"", "\"scope\": \"maybe\"", "scope")]
    [InlineData("\"ref\": \"pkg:nuget/Npgsql@", "\"ref\": \"pkg:nuget/Nowhere@", "dependency")]
    public async Task D18_Bill_WithAFaultPlanted_IsFound(string right, string wrong, string fault)
    {
        var text = await WriteAsync();
        var at = text.IndexOf(right, StringComparison.Ordinal);
        using var bill = JsonDocument.Parse(string.Concat(text.AsSpan(0, at), wrong, text.AsSpan(at + right.Length)));

        Faults(bill.RootElement).ShouldContain(f => f.StartsWith(fault, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Faults(JsonElement bill)
    {
        if (Text(bill, "bomFormat") is not "CycloneDX" || Text(bill, "specVersion") is not "1.6" || bill.GetProperty("version").GetInt32() != 1 || !SerialNumber().IsMatch(Text(bill, "serialNumber")))
        {
            yield return "specVersion, format, version or number are not CycloneDX 1.6's";
        }

        var root = bill.GetProperty("metadata").GetProperty("component");
        var components = bill.GetProperty("components").EnumerateArray().ToList();
        foreach (var component in components)
        {
            foreach (var fault in FaultsOf(component))
            {
                yield return $"{fault}: {component}";
            }
        }

        var refs = components.Select(c => Text(c, "bom-ref")).Append(Text(root, "bom-ref")).ToList();
        var dependencies = bill.GetProperty("dependencies").EnumerateArray().ToList();
        var named = dependencies.Select(d => Text(d, "ref")).Concat(dependencies.SelectMany(d => d.GetProperty("dependsOn").EnumerateArray().Select(e => e.GetString()!)));
        if (refs.Distinct(StringComparer.Ordinal).Count() != refs.Count || named.Except(refs, StringComparer.Ordinal).Any() || dependencies.Count != refs.Count)
        {
            yield return "dependency: not each component once, or one of something that is none";
        }
    }

    private static IEnumerable<string> FaultsOf(JsonElement component)
    {
        if (Text(component, "type") is not "library" || Text(component, "name").Length == 0 || Text(component, "version").Length == 0 || !PackageAddress().IsMatch(Text(component, "purl")))
        {
            yield return "type, name, version or address";
        }

        if (!Scopes.Contains(Text(component, "scope"), StringComparer.Ordinal))
        {
            yield return "scope";
        }

        // NuGet's and npm's hashes are both SHA-512.
        if (component.GetProperty("hashes").EnumerateArray().Any(h => Text(h, "alg") is not "SHA-512" || !Sha512().IsMatch(Text(h, "content"))))
        {
            yield return "hash";
        }

        var licences = component.GetProperty("licenses").EnumerateArray().ToList();
        if (licences.Count != 1 || !licences.TrueForAll(l => l.TryGetProperty("expression", out var e) ? e.GetString()!.Length > 0 : Text(l.GetProperty("license"), "id").Length > 0))
        {
            yield return "licence";
        }
    }

    private static string Scope(JsonElement bill, string address) =>
        Text(bill.GetProperty("components").EnumerateArray().Single(c => Text(c, "purl").StartsWith(address, StringComparison.Ordinal)), "scope");

    private static string Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.GetString()! : string.Empty;

    private static async Task<string> WriteAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("node", ["build/lib/sbom.mjs", "--output", "-"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return text;
    }

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SerialNumber();

    [GeneratedRegex("^pkg:(nuget|npm)/[^@\\s]+@[^@\\s]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PackageAddress();

    [GeneratedRegex("^[0-9a-f]{128}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sha512();
}
