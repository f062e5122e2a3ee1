namespace Satcom.IntegrationTests.Identity.Tokens;

/// <summary>xorshift64*: the same mutants on every run and machine.</summary>
internal sealed class SeededGenerator(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 2685821657736338717UL >> 33) % (ulong)limit);
    }

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];
}
