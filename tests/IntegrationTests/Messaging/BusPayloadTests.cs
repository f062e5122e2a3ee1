using System.Text;
using System.Text.Json;
using Satcom.Application.Common;
using Satcom.Infrastructure.Messaging;

namespace Satcom.IntegrationTests.Messaging;

public sealed class BusPayloadTests
{
    private static readonly Guid Node = new(1, 2, 3, new byte[8]);

    [Fact]
    public void Pack_WhenThereIsMoreThanFits_SplitsInOrderBelowTheLimit()
    {
        var items = Enumerable.Range(0, 500).Select(i => Item(new RealtimeSent(new RealtimeMessage(Node, ["u:é"], "m" + i, """{"é":1}""")))).ToList();

        var payloads = BusPayload.Pack(Node, items, (_, _) => throw new InvalidOperationException("none is too large"));

        payloads.Count.ShouldBeInRange(8, 20);
        payloads.ShouldAllBe(p => Encoding.UTF8.GetByteCount(p) <= BusPayload.MaxBytes);
        payloads.SelectMany(Methods).ShouldBe(Enumerable.Range(0, 500).Select(i => "m" + i));
    }

    [Theory]
    [InlineData(7_700, true)]
    [InlineData(7_900, false)]
    public void Pack_WhenAMessageIsTooLarge_RefusesItAlone(int length, bool fits)
    {
        var large = Item(new RealtimeSent(new RealtimeMessage(Guid.Empty, [], "large", new string('x', length))));
        var small = Item(new RealtimeSent(new RealtimeMessage(Guid.Empty, [], "small", "1")));
        var refused = new List<int>();

        var payloads = BusPayload.Pack(Node, [small, large, small], (_, bytes) => refused.Add(bytes));

        refused.Count.ShouldBe(fits ? 0 : 1);
        payloads.SelectMany(Methods).ShouldBe(fits ? ["small", "large", "small"] : ["small", "small"]);
        payloads.ShouldAllBe(p => Encoding.UTF8.GetByteCount(p) <= BusPayload.MaxBytes);
    }

    [Fact]
    public void Pack_WhenMessagesMayMerge_SendsEqualOnesOnce()
    {
        var forget = new CacheForget(CacheForget.User, Node);
        var items = new[] { Item(OutboxWake.Instance), Item(forget), Item(new OutboxWake()), Item(forget with { }), Item(forget with { Of = CacheForget.Tenant }) };

        using var document = JsonDocument.Parse(BusPayload.Pack(Node, items, (_, _) => { }).ShouldHaveSingleItem());

        BusPayload.Open(document)!.Value.Messages.EnumerateArray().Select(m => m.GetProperty("k").GetString()).ShouldBe(["outbox", "cache", "cache"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"n":"x","m":[]}""")]
    [InlineData("""{"n":"00000000000000000000000000000001","m":{}}""")]
    [InlineData("""{"m":[]}""")]
    public void Open_WhenItIsNoneOfOurs_ReturnsNull(string text)
    {
        using var document = JsonDocument.Parse(text);
        BusPayload.Open(document).ShouldBeNull();
    }

    private static BusItem Item<T>(T message)
        where T : IBusMessage => new(T.Kind, message, T.Merges);

    private static List<string> Methods(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        var (node, messages) = BusPayload.Open(document)!.Value;
        node.ShouldBe(Node);
        return [.. messages.EnumerateArray().Select(m => m.GetProperty("b").Deserialize<RealtimeSent>(BusPayload.Json)!.Message.Method)];
    }
}
