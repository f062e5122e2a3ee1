using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Satcom.Infrastructure.Messaging;

/// <summary>One message on its way out, not yet serialised.</summary>
internal readonly record struct BusItem(string Kind, object Body, bool Merges);

/// <summary>
/// The text of a NOTIFY: {"n":"node","m":[{"k":"kind","b":{…}},…]}. PostgreSQL refuses payloads of 8,000 bytes and more.
/// </summary>
internal static class BusPayload
{
    public const int MaxBytes = 7_900;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 16 };

    // {"n":"<32 hex>","m":[ … ]}
    private const int EnvelopeBytes = 6 + 32 + 7 + 2;

    /// <summary>Packs messages, in order, into as few payloads as hold them.</summary>
    /// <param name="refused">Called with each message that is too large for any payload.</param>
    public static List<string> Pack(Guid node, IReadOnlyList<BusItem> items, Action<BusItem, int> refused)
    {
        var payloads = new List<string>();
        var merged = new HashSet<(string, object)>();
        var part = new StringBuilder();
        var partBytes = 0;
        foreach (var item in items)
        {
            if (item.Merges && !merged.Add((item.Kind, item.Body)))
            {
                continue;
            }

            var text = Write(item);
            var bytes = Encoding.UTF8.GetByteCount(text) + 1;
            if (bytes + EnvelopeBytes > MaxBytes)
            {
                refused(item, bytes);
                continue;
            }

            if (partBytes + bytes + EnvelopeBytes > MaxBytes)
            {
                payloads.Add(Close(node, part));
                part.Clear();
                partBytes = 0;
            }

            part.Append(part.Length == 0 ? string.Empty : ",").Append(text);
            partBytes += bytes;
        }

        if (part.Length > 0)
        {
            payloads.Add(Close(node, part));
        }

        return payloads;
    }

    /// <summary>The sender of a payload, or null when it is none of ours.</summary>
    public static (Guid Node, JsonElement Messages)? Open(JsonDocument document) =>
        document.RootElement is { ValueKind: JsonValueKind.Object } root
        && root.TryGetProperty("n", out var node) && node.ValueKind == JsonValueKind.String && Guid.TryParseExact(node.GetString(), "N", out var id)
        && root.TryGetProperty("m", out var messages) && messages.ValueKind == JsonValueKind.Array
            ? (id, messages)
            : null;

    private static string Close(Guid node, StringBuilder part) => $$"""{"n":"{{node:N}}","m":[{{part}}]}""";

    private static string Write(BusItem item)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("k", item.Kind);
            writer.WritePropertyName("b");
            JsonSerializer.Serialize(writer, item.Body, item.Body.GetType(), Json);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
