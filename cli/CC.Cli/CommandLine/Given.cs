using System.CommandLine;

namespace CC.Cli.CommandLine;

/// <summary>Refuses what was given and is empty, as by a variable that is not set, before anything is sent.</summary>
internal static class Given
{
    public static Argument<T> NotEmpty<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{argument.Name}: is empty; say which one is meant, and see if the shell has left it out.");
            }
        });
        return argument;
    }

    public static Option<T> NotEmpty<T>(this Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{option.Name}: is empty; leave it out, or say which one is meant.");
            }
        });
        return option;
    }
}
