using Satcom.Domain.Common;

namespace Satcom.Domain.UnitTests.Common;

public sealed class ResultTests
{
    [Fact]
    public void Value_OfASuccess_IsThere()
    {
        Result<string> result = "ok";

        result.Value.ShouldBe("ok");
        result.Error.ShouldBeNull();
        result.BoxedValue.ShouldBe("ok");
        result.TryGet(out var value, out var error).ShouldBeTrue();
        (value, error).ShouldBe(("ok", null));
    }

    [Fact]
    public void Value_OfAFailure_IsABug()
    {
        Result<string> result = new NotFound();

        Should.Throw<InvalidOperationException>(() => result.Value).Message.ShouldContain("not_found");
        result.BoxedValue.ShouldBeNull();
        result.TryGet(out var value, out var error).ShouldBeFalse();
        value.ShouldBeNull();
        error.ShouldBeOfType<NotFound>();
    }

    [Fact]
    public void Factories_AsBehavioursUseThem_MakeWhatTheySay()
    {
        Make<Result<string>>("x").Value.ShouldBe("x");
        Fail<Result<string>>().Error.ShouldBeOfType<Forbidden>();
        Should.Throw<ArgumentNullException>(() => Make<Result<string>>(null));
        Make<Result>(null).ShouldBeSameAs(Result.Success);
        Make<Result>(null).BoxedValue.ShouldBeNull();
        Fail<Result>().Error.ShouldBeOfType<Forbidden>();
        ((Result)new IdConflict()).Error.ShouldBeOfType<IdConflict>();
        TypeOf<Result>().ShouldBe(typeof(void));
        TypeOf<Result<string>>().ShouldBe(typeof(string));
    }

    private static T Make<T>(object? value)
        where T : IResult<T> => T.Succeeded(value);

    private static T Fail<T>()
        where T : IResult<T> => T.Failed(new Forbidden());

    private static Type TypeOf<T>()
        where T : IResult<T> => T.ValueType;
}
