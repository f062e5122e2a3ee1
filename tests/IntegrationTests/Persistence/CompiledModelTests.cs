using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Satcom.Domain.Common;
using Satcom.Infrastructure.Persistence;
using Satcom.Infrastructure.Persistence.Compiled;

namespace Satcom.IntegrationTests.Persistence;

/// <summary>The model that the service starts with was written down: it must say what the code says.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public async Task Model_OfTheService_IsTheOneWrittenDown() => (await ContextOptions.MakeReadyAsync(CancellationToken.None)).ShouldBeOfType<SatcomDbContextModel>();

    [Fact]
    public void Model_AsWrittenDown_SaysWhatTheCodeSays()
    {
        using var context = SatcomDbContext.ForMigrations("Host=localhost");
        context.Database.SqlQueryRaw<Queried>("SELECT 1").ToQueryString().ShouldStartWith("SELECT 1");

        Built(context).ShouldNotBeOfType<SatcomDbContextModel>();
        var written = Lines(context.Model);
        var built = Lines(Built(context));

        written.Except(built, StringComparer.Ordinal).ShouldBeEmpty("Run build/migrate model.");
        built.Except(written, StringComparer.Ordinal).ShouldBeEmpty("Run build/migrate model.");
        written.SequenceEqual(built, StringComparer.Ordinal).ShouldBeTrue("Lines that other types have too have changed. Run build/migrate model.");
    }

    [Fact]
    public void Values_OfTheModelAsWrittenDown_AreKeptAsTheCodeSays()
    {
        using var context = SatcomDbContext.ForMigrations("Host=localhost");

        Values(context.Model).ShouldBe(Values(Built(context)));
    }

    [Fact]
    public void T1_Filters_OfTheModelAsWrittenDown_AreThoseOfTheCode()
    {
        using var context = SatcomDbContext.ForMigrations("Host=localhost");

        var written = Filters(context.Model);

        written.ShouldBe(Filters(Built(context)));
        written.Keys.ShouldBe(context.Model.GetEntityTypes().Where(t => typeof(ITenantOwned).IsAssignableFrom(t.ClrType)).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    private static IModel Built(SatcomDbContext context) =>
        context.GetService<IModelSource>().GetModel(context, context.GetService<ModelCreationDependencies>(), designTime: false);

    // What queries of this or an earlier test read into, and is no table, stands before the model's own annotations.
    private static List<string> Lines(IModel model)
    {
        var lines = model.ToDebugString(MetadataDebugStringOptions.LongDefault).Split('\n').ToList();
        var queried = lines.FindIndex(l => l.StartsWith("  Ad-hoc entity types", StringComparison.Ordinal));
        var annotations = lines.FindIndex(l => l.StartsWith("Annotations", StringComparison.Ordinal));
        annotations.ShouldBePositive();

        return [.. lines[..(queried < 0 ? annotations : queried)], .. lines[annotations..]];
    }

    /// <summary>What no debug text tells of columns: how a value is written, read, compared and rounded.</summary>
    private static List<string> Values(IModel model) =>
    [
        .. from type in model.GetEntityTypes().OrderBy(t => t.Name, StringComparer.Ordinal)
           from property in type.GetProperties()
           let converter = property.GetTypeMapping().Converter
           let comparer = property.GetValueComparer()
           select $"{type.Name}.{property.Name}: {converter?.ConvertToProviderExpression} | {converter?.ConvertFromProviderExpression} | {comparer.EqualsExpression} | {comparer.SnapshotExpression} | {property.GetPrecision()}, {property.GetScale()}",
    ];

    private static SortedDictionary<string, string> Filters(IModel model) => new(
        model.GetEntityTypes().Where(t => t.GetDeclaredQueryFilters().Count > 0)
            .ToDictionary(t => t.Name, t => string.Join("; ", t.GetDeclaredQueryFilters().Select(f => $"{f.Key}: {f.Expression}")), StringComparer.Ordinal),
        StringComparer.Ordinal);

    private sealed record Queried(int Number);
}
