variable "name" {
  description = "The prefix of the names of the secrets."
  type        = string
}

variable "given" {
  description = "The settings whose secrets a person must fill."
  type        = set(string)
}
