using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Satcom.Infrastructure.Persistence;

/// <summary>Lists that live and die with their row, as JSON in it: a row and all its history are one read, one version and one line of the audit.</summary>
internal static class JsonColumns
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true };

    /// <summary>Keeps the list as jsonb. The domain replaces such lists and never changes one in place, so another list is another value.</summary>
    public static PropertyBuilder<List<T>> IsJsonList<T>(this PropertyBuilder<List<T>> property) =>
        property
            .HasColumnType("jsonb")
            .HasDefaultValueSql("'[]'::jsonb")
            .HasConversion(
                list => JsonSerializer.Serialize(list, Format),
                json => JsonSerializer.Deserialize<List<T>>(json, Format)!,
                new ValueComparer<List<T>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));
}
