using System.Text.Json;

namespace Satcom.Infrastructure.Identity.Tokens;

/// <summary>
/// The three header members, of which the type may be lacking, as slices of the decoded header. Anything else there (<c>jku</c>, <c>x5u</c>, <c>x5c</c>,
/// <c>jwk</c>, <c>crit</c>, <c>zip</c>, <c>cty</c>, <c>b64</c>, …) would let the sender steer the verifier, so it is refused.
/// </summary>
internal readonly ref struct JwsHeader
{
    public ReadOnlySpan<byte> Algorithm { get; private init; }

    public ReadOnlySpan<byte> Type { get; private init; }

    public ReadOnlySpan<byte> Kid { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> json, out JwsHeader header)
    {
        header = default;
        try
        {
            return TryParse(new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1 }), out header);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryParse(Utf8JsonReader reader, out JwsHeader header)
    {
        header = default;
        ReadOnlySpan<byte> algorithm = default, type = default, kid = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // The span is the name as it was spelled, so an escaped spelling is just another name.
            var taken = reader.ValueSpan switch
            {
                [(byte)'a', (byte)'l', (byte)'g'] => TryTake(ref reader, ref algorithm),
                [(byte)'t', (byte)'y', (byte)'p'] => TryTake(ref reader, ref type),
                [(byte)'k', (byte)'i', (byte)'d'] => TryTake(ref reader, ref kid),
                _ => false,
            };
            if (!taken)
                return false;
        }

        header = new JwsHeader { Algorithm = algorithm, Type = type, Kid = kid };
        return !algorithm.IsEmpty && !kid.IsEmpty && !reader.Read();
    }

    /// <summary>Takes a string that is not empty, has no escapes, and was not there before.</summary>
    private static bool TryTake(ref Utf8JsonReader reader, ref ReadOnlySpan<byte> member)
    {
        if (!member.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            return false;
        member = reader.ValueSpan;
        return !member.IsEmpty;
    }
}
