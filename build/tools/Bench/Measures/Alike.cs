using System.Text.Json;
using Satcom.Bench.Load;
using Satcom.Bench.Setup;

namespace Satcom.Bench.Measures;

/// <summary>Compares what both peers answer to a request, member by member: else nobody would know whether they do the same.</summary>
internal static class Alike
{
    // A cursor is opaque, a version is each database's own.
    private static readonly string[] Own = ["nextCursor", "version"];

    /// <returns>Where they differ first; null where they do not.</returns>
    public static async Task<string?> DifferenceAsync(Peer satcom, Peer raw, Func<Peer, byte[]> request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var ours = await AnswerAsync(satcom, request(satcom), time, cancellationToken);
        using var theirs = await AnswerAsync(raw, request(raw), time, cancellationToken);
        return Difference(ours.RootElement, theirs.RootElement, "$");
    }

    private static async Task<JsonDocument> AnswerAsync(Peer peer, byte[] request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var generator = await LoadGenerator.OpenAsync(peer.Server.Port, 1, time, cancellationToken);
        var (status, body, _) = await generator.SendOneAsync(request, cancellationToken);
        return status == 200 ? JsonDocument.Parse(Whole(body)) : throw new BenchException($"{peer.Name} answered {status}: {body}");
    }

    /// <summary>A chunked body without the lengths between.</summary>
    private static string Whole(string body)
    {
        if (body.StartsWith('{'))
        {
            return body;
        }

        var whole = new System.Text.StringBuilder(body.Length);
        for (var at = 0; at < body.Length;)
        {
            var end = body.IndexOf("\r\n", at, StringComparison.Ordinal);
            var length = int.Parse(body.AsSpan(at, end - at), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);
            whole.Append(body, end + 2, length);
            at = end + 2 + length + 2;
        }

        return whole.ToString();
    }

    private static string? Difference(JsonElement a, JsonElement b, string path)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return $"{path}: {a.ValueKind}, {b.ValueKind}";
        }

        switch (a.ValueKind)
        {
            case JsonValueKind.Object:
                if (!a.EnumerateObject().Select(m => m.Name).SequenceEqual(b.EnumerateObject().Select(m => m.Name), StringComparer.Ordinal))
                {
                    return $"{path}: {string.Join(' ', a.EnumerateObject().Select(m => m.Name))} | {string.Join(' ', b.EnumerateObject().Select(m => m.Name))}";
                }

                return a.EnumerateObject().Where(m => !Own.Contains(m.Name, StringComparer.Ordinal)).Select(m => Difference(m.Value, b.GetProperty(m.Name), $"{path}.{m.Name}")).FirstOrDefault(d => d is not null);
            case JsonValueKind.Array:
                return a.GetArrayLength() != b.GetArrayLength()
                    ? $"{path}: {a.GetArrayLength()} items, {b.GetArrayLength()} items"
                    : a.EnumerateArray().Zip(b.EnumerateArray(), (x, y) => Difference(x, y, $"{path}[]")).FirstOrDefault(d => d is not null);
            case JsonValueKind.String when a.TryGetDateTimeOffset(out var instant) && b.TryGetDateTimeOffset(out var other):
                return instant == other ? null : $"{path}: {a}, {b}";
            default:
                return JsonElement.DeepEquals(a, b) ? null : $"{path}: {a}, {b}";
        }
    }
}
