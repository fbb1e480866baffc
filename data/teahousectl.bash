# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of teahousectl for bash.

_teahousectl()
{
  local word=${COMP_WORDS[COMP_CWORD]}

  case ${COMP_WORDS[COMP_CWORD - 1]} in
    -k | --keys)
      mapfile -t COMPREPLY < <(compgen -W 'service passphrase memory' -- "$word")
      return ;;
    -p | --profile)
      mapfile -t COMPREPLY < <(compgen -d -- "$word")
      return ;;
    -s | --server)
      return ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W '--profile --keys --server --json --help --version' -- "$word")
  elif ! [[ " ${COMP_WORDS[*]:1:COMP_CWORD-1} " =~ \ (login|logout|rooms|send|listen|join|leave|rpc)\  ]]; then
    mapfile -t COMPREPLY < <(compgen -W 'login logout rooms send listen join leave rpc' -- "$word")
  fi
}

complete -F _teahousectl teahousectl
